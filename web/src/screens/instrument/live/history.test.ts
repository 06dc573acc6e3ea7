import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askedWindow, bucketsPath } from './history.ts';

test('a window that follows the present is asked for in steps, and always covers what is shown', () => {
  const first = askedWindow({ from: 1000, to: 1100 }, true);
  assert.deepEqual(first, { from: 990, to: 1100 });
  for (let later = 1; later < 10; later++) {
    const shown = { from: 1000 + later, to: 1100 + later };
    const asked = askedWindow(shown, true);
    assert.deepEqual(asked, { from: 1000, to: 1110 });
    assert.ok(asked.from <= shown.from && asked.to >= shown.to);
  }
});

test('a window between two moments is asked for as it is', () => {
  assert.deepEqual(askedWindow({ from: 1003, to: 1104 }, false), { from: 1003, to: 1104 });
});

test('the address names stretch, fields and how many stretches', () => {
  const place = { id: 'ctd', stream: 'ctd', fields: ['temp', 'pressure'] };
  assert.equal(
    bucketsPath(place, { from: 0, to: 60 }, { buckets: 400, withoutFailed: true }),
    '/instruments/ctd/streams/ctd/buckets?from=1970-01-01T00%3A00%3A00.000Z&to=1970-01-01T00%3A01%3A00.000Z&buckets=400&fields=temp%2Cpressure&without_failed=true',
  );
});
