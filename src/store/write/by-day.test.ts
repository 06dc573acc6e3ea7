import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sample } from '../test-samples.ts';
import { byDay } from './by-day.ts';

test('samples are of the day of their time, in their order, also where the clock steps back over midnight', () => {
  const times = ['2026-01-01T23:59:59.999Z', '2026-01-02T00:00:00Z', '2026-01-01T23:59:59Z', '2026-01-02T23:59:59Z'];
  const found = byDay(times.map((time, n) => sample(n, time)));
  assert.deepEqual(
    [...found].map(([day, own]) => [day, own.map(({ values }) => values.n)]),
    [
      ['2026-01-01', [0, 2]],
      ['2026-01-02', [1, 3]],
    ],
  );
});
