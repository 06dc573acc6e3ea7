import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joined, keep, type LiveSample, liveSamples, MOST_KEPT } from './tail.ts';

const samples = (from: number, count: number): LiveSample[] =>
  Array.from({ length: count }, (_, i) => ({ at: from + i, quality: 'ok', values: {} }));

test('a time is a number of seconds', () => {
  const told = {
    instrument: 'ctd',
    stream: 'ctd',
    samples: [{ time: '1970-01-01T00:01:00.500Z', quality: 'ok', values: {} }],
  };
  assert.deepEqual(liveSamples(told), [{ at: 60.5, quality: 'ok', values: {} }]);
});

test('of too many the newest stay whole and the oldest become fewer: nothing is missing in between', () => {
  let kept: readonly LiveSample[] = [];
  for (let second = 0; second < 10 * MOST_KEPT; second += 50) kept = keep(kept, samples(second, 50));
  assert.ok(kept.length <= MOST_KEPT);
  assert.deepEqual(kept.slice(-500), samples(10 * MOST_KEPT - 500, 500));
  const steps = kept.slice(1).map(({ at }, i) => at - kept[i]!.at);
  assert.ok(steps.every((step, i) => step >= 1 && (i === 0 || step <= steps[i - 1]! * 2)));
});

test('what is stored stands before what came, and no sample twice', () => {
  assert.deepEqual(joined(samples(0, 5), samples(3, 4)), samples(0, 7));
  assert.deepEqual(joined(samples(0, 60), samples(50, 30)), samples(20, 60));
  assert.deepEqual(joined(samples(0, 3), []), samples(0, 3));
});
