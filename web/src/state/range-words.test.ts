import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boundsOf, DEFAULT_RANGE, durationOf, pan, readRange, writeRange, zoom } from './range-words.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const NOON = { from: '2026-11-22T10:00:00.000Z', to: '2026-11-22T11:00:00.000Z' };

test('a range stands in the address and is read from there', () => {
  assert.deepEqual(readRange(new URLSearchParams('last=6h')), { last: '6h' });
  assert.deepEqual(readRange(new URLSearchParams(NOON)), NOON);
  assert.equal(writeRange(new URLSearchParams('tab=live&last=6h'), NOON).get('last'), null);
  assert.equal(writeRange(new URLSearchParams('tab=live'), { last: '1d' }).toString(), 'tab=live&last=1d');
});

test('what is no range is the last hour', () => {
  for (const wrong of ['', 'last=', 'last=soon', 'from=2026-11-22', `from=${NOON.to}&to=${NOON.from}`, 'from=a&to=b']) {
    assert.deepEqual(readRange(new URLSearchParams(wrong)), DEFAULT_RANGE, wrong);
  }
  assert.equal(durationOf('90m'), 5_400_000);
});

test('a live range ends now, and one that is moved does not go into the future', () => {
  assert.deepEqual(boundsOf({ last: '1h' }, NOW), [NOW - 3_600_000, NOW]);
  assert.deepEqual(pan(NOON, -1, NOW), { from: '2026-11-22T09:00:00.000Z', to: '2026-11-22T10:00:00.000Z' });
  assert.deepEqual(pan(NOON, 9, NOW), { from: '2026-11-22T11:00:00.000Z', to: '2026-11-22T12:00:00.000Z' });
});

test('a range that is zoomed keeps its middle', () => {
  assert.deepEqual(zoom(NOON, 0.5, NOW), { from: '2026-11-22T10:15:00.000Z', to: '2026-11-22T10:45:00.000Z' });
  assert.deepEqual(zoom(NOON, 2, NOW), { from: '2026-11-22T09:30:00.000Z', to: '2026-11-22T11:30:00.000Z' });
});
