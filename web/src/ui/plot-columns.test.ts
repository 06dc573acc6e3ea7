import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type BucketColumns, columnsOf, failedPoints, gapAfter, NO_COLUMNS, withTail } from './plot-columns.ts';

const NOON = Date.parse('2026-07-01T12:00:00Z') / 1000;
const at = (second: number): string => new Date((NOON + second) * 1000).toISOString();
const buckets = (seconds: number[], values: (number | null)[], spread = 0): BucketColumns => ({
  width: 10,
  time: seconds.map(at),
  mean: values,
  min: values.map((value) => (value === null ? null : value - spread)),
  max: values.map((value) => (value === null ? null : value + spread)),
});

test('a bucket stands in the middle of its time, with its least and greatest value', () => {
  const columns = columnsOf(buckets([0, 10], [4, 5], 1), 15);
  assert.deepEqual(columns, { time: [NOON + 5, NOON + 15], mean: [4, 5], min: [3, 4], max: [5, 6] });
});

test('where buckets are missing the line is broken', () => {
  const { time, mean } = columnsOf(buckets([0, 10, 60], [1, 2, 3]), 15);
  assert.deepEqual(mean, [1, 2, null, 3]);
  assert.deepEqual(time, [NOON + 5, NOON + 15, NOON + 40, NOON + 65]);
});

test('an instrument that samples seldom has no gap between two of its samples', () => {
  assert.equal(gapAfter(10, undefined), 15);
  assert.equal(gapAfter(10, 60), 180);
  assert.deepEqual(columnsOf(buckets([0, 60], [1, 2]), gapAfter(10, 60)).mean, [1, 2]);
});

test('samples that came since are put after what was asked for, and none twice', () => {
  const columns = columnsOf(buckets([0, 10], [1, 2]), 15);
  const { time, mean } = withTail(
    columns,
    [12, 15, 16, 17].map((second) => ({ time: NOON + second, value: second })),
    15,
  );
  assert.deepEqual(time, [NOON + 5, NOON + 15, NOON + 16, NOON + 17]);
  assert.deepEqual(mean, [1, 2, 16, 17]);
});

test('silence before the samples that came since is a gap too', () => {
  const columns = columnsOf(buckets([0], [1]), 15);
  assert.deepEqual(withTail(columns, [{ time: NOON + 100, value: 9 }], 15).mean, [1, null, 9]);
  assert.deepEqual(withTail(NO_COLUMNS, [{ time: NOON, value: 9 }], 15).mean, [9]);
});

test('nothing new leaves the columns as they are', () => {
  const columns = columnsOf(buckets([0], [1]), 15);
  assert.equal(withTail(columns, [], 15), columns);
});

test('a stretch with values that failed is the one whose sums change without them', () => {
  const all = { ...buckets([0, 10, 20, 30], [1, 5, 3, 7]), max: [1, 99, 3, 7] };
  const good = { ...buckets([0, 10, 20], [1, 4, 3]), max: [1, 6, 3] };
  assert.deepEqual(failedPoints(all, good), [
    { time: NOON + 15, value: 99 },
    { time: NOON + 35, value: 7 },
  ]);
});

test('a sum that was made in another order tells of no failed value', () => {
  const all = buckets([0, 10], [0.1 + 0.2 + 0.3, 5]);
  const good = buckets([0, 10], [0.3 + 0.2 + 0.1, 5]);
  assert.notDeepEqual(all.mean, good.mean);
  const [min, max] = [
    [0, 0],
    [9, 9],
  ];
  assert.deepEqual(failedPoints({ ...all, min, max }, { ...good, min, max }), []);
});
