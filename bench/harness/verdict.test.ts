import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Goal, Quantity } from './bench.ts';
import { RATE, toyBench, toyRecord } from './test-toys.ts';
import { judge, unexplained } from './verdict.ts';

const DELAY: Quantity = { name: 'p50', unit: 'µs', better: 'less' };

function verdictOn(
  quantity: Quantity,
  goal: Goal,
  reached: Readonly<Record<string, readonly number[]>>,
  steps?: number[],
) {
  const bench = toyBench({ quantities: [{ ...quantity, goals: [goal] }] });
  return judge(bench, toyRecord(bench, reached, steps)).map(({ verdict }) => verdict);
}

test('a figure is reached or not, by more or by less', () => {
  assert.deepEqual(verdictOn(RATE, { value: 350 }, { Sonde: [350] }), ['met']);
  assert.deepEqual(verdictOn(RATE, { value: 350 }, { Sonde: [349] }), ['missed']);
  assert.deepEqual(verdictOn(DELAY, { value: 35 }, { Sonde: [35] }), ['met']);
  assert.deepEqual(verdictOn(DELAY, { value: 35 }, { Sonde: [36] }), ['missed']);
});

test('on a slower machine the ratio to what was measured beside it meets it too', () => {
  // 350 where TCP reached 1,400 is a quarter of it.
  const goal = { value: 350, beside: { contestant: 'TCP', reached: 1400 } };
  assert.deepEqual(verdictOn(RATE, goal, { Sonde: [200], TCP: [800] }), ['met as a ratio']);
  assert.deepEqual(verdictOn(RATE, goal, { Sonde: [199], TCP: [800] }), ['missed']);
  assert.deepEqual(verdictOn(RATE, goal, { Sonde: [360], TCP: [2800] }), ['met']);
  assert.deepEqual(verdictOn(RATE, goal, { Sonde: [200] }), ['missed']);
  // 35 where it took 10.
  const delay = { value: 35, beside: { contestant: 'TCP', reached: 10 } };
  assert.deepEqual(verdictOn(DELAY, delay, { Sonde: [70], TCP: [20] }), ['met as a ratio']);
  assert.deepEqual(verdictOn(DELAY, delay, { Sonde: [71], TCP: [20] }), ['missed']);
});

test('so many times another contestant', () => {
  assert.deepEqual(verdictOn(RATE, { ratio: 3, to: 'xstate' }, { Sonde: [30], xstate: [10] }), ['met']);
  assert.deepEqual(verdictOn(RATE, { ratio: 3, to: 'xstate' }, { Sonde: [29], xstate: [10] }), ['missed']);
  assert.deepEqual(verdictOn(DELAY, { ratio: 0.5, to: 'socat' }, { Sonde: [5], socat: [10] }), ['met']);
  assert.deepEqual(verdictOn(DELAY, { ratio: 0.5, to: 'socat' }, { Sonde: [6], socat: [10] }), ['missed']);
});

test('what was not measured is not judged', () => {
  assert.deepEqual(verdictOn(RATE, { value: 1 }, { socat: [1] }), ['not measured']);
  assert.deepEqual(verdictOn(RATE, { ratio: 3, to: 'xstate' }, { Sonde: [1] }), ['not measured']);
  assert.deepEqual(verdictOn(RATE, { value: 1, step: 16 }, { Sonde: [1] }, [1, 4]), ['not measured']);
});

test('a goal is for one of the steps', () => {
  // The toy's figures are ten at one client and forty at four.
  assert.deepEqual(verdictOn(RATE, { value: 40, step: 4 }, { Sonde: [10] }, [1, 4]), ['met']);
  assert.deepEqual(verdictOn(RATE, { value: 11, step: 1 }, { Sonde: [10] }, [1, 4]), ['missed']);
});

test('only a goal that is missed wants an explanation', () => {
  const bench = toyBench({ quantities: [{ ...RATE, goals: [{ value: 350 }] }] });
  const [missed, met] = [349, 350].map((rate) => judge(bench, toyRecord(bench, { Sonde: [rate] })));
  assert.equal(unexplained(missed!, bench), true);
  assert.equal(unexplained(missed!, { ...bench, limit: 'The disk.' }), false);
  assert.equal(unexplained(met!, bench), false);
});
