import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usualStep } from '../../../ui/usual-step.ts';
import { lineOf } from './lines.ts';

const NOON = Date.parse('2026-07-01T12:00:00Z') / 1000;
const iso = (second: number): string => new Date((NOON + second) * 1000).toISOString();
const field = { key: 'ctd.temp', stream: 'ctd', field: 'temp', title: 'Temperature', unit: undefined, scale: 1 };
const sample = (second: number, temp: number, flag = 1) => ({
  at: NOON + second,
  quality: 'ok',
  values: { temp },
  flags: { temp_qc: flag },
});
const buckets = (values: (number | null)[]) => ({
  width: 1,
  time: values.map((_, i) => iso(i)),
  min: values,
  max: values,
  mean: values,
});

test('what is stored and what came live are one line; failed values are marks beside it', () => {
  const history = { all: buckets([1, 99, 3]), good: buckets([1, null, 3]) };
  const { columns, failed, label } = lineOf(field, history, [sample(1, 99, 4), sample(3, 4), sample(4, 77, 4)], 1);
  assert.equal(label, 'Temperature');
  assert.deepEqual(columns.mean, [1, null, 3, 4]);
  assert.deepEqual(failed, [
    { time: NOON + 1.5, value: 99 },
    { time: NOON + 4, value: 77, failed: true },
  ]);
});

test('before anything is known of the past, there is what comes', () => {
  const { columns } = lineOf(field, undefined, [sample(0, 1), sample(1, 2), sample(2, 3), sample(60, 4)], undefined);
  assert.deepEqual(columns.mean, [1, 2, 3, null, 4]);
});

test('the usual interval is not that of a pause', () => {
  assert.equal(usualStep([0, 1, 2, 3, 100]), 1);
  assert.equal(usualStep([7]), undefined);
});

test('stored and live values, good and failed, are brought into the unit of the axis', () => {
  const history = { all: buckets([1, 99]), good: buckets([1, null]) };
  const { columns, failed } = lineOf({ ...field, scale: 0.5 }, history, [sample(3, 4)], 1);
  assert.deepEqual(columns.mean, [0.5, null, 2]);
  assert.deepEqual(failed, [{ time: NOON + 1.5, value: 49.5 }]);
});

test('when the instrument sampled more seldom than it does now its line is whole, and has its gaps', () => {
  const times = [0, 10, 20, 30, 80, 90].map(iso);
  const seldom = { ...buckets(times.map((_, i) => i)), time: times };
  const { columns } = lineOf(field, { all: seldom, good: seldom }, [], 1);
  assert.deepEqual(columns.mean, [0, 1, 2, 3, null, 4, 5]);
});
