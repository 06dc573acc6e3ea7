import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RATE, toyBench } from './test-toys.ts';
import { figure, goalText, stepText, timesBetter, useText, what, withRange, withUnit } from './words.ts';

test('figures have three digits that say something', () => {
  const told = [0, 0.01234, 2.5061, 35, 350.4, 1102, 64_000, 442_000, 1_520_000, 1e9].map(figure);
  assert.deepEqual(told, ['0', '0.0123', '2.51', '35', '350', '1,100', '64,000', '442 k', '1.52 M', '1,000 M']);
});

test('units follow, and the range where turns differ', () => {
  assert.equal(withUnit(350, RATE), '350 MB/s');
  assert.equal(withUnit(1_500_000, { unit: '/s' }), '1.5 M/s');
  assert.equal(withUnit(3, { unit: '' }), '3');
  assert.equal(withRange({ median: 350, min: 341, max: 352 }, RATE), '350 MB/s (341…352)');
  assert.equal(withRange({ median: 350, min: 350, max: 350 }, RATE), '350 MB/s');
});

test('above 1 is ahead, for times as for rates', () => {
  assert.equal(timesBetter(600, 300, RATE), '2 ×');
  assert.equal(timesBetter(600, 300, { ...RATE, better: 'less' }), '0.5 ×');
  assert.equal(timesBetter(-1, 300, RATE), '–');
  assert.equal(timesBetter(1, 0, RATE), '–');
});

test('goals, rows and processes in words', () => {
  assert.equal(goalText({ value: 350 }, RATE), '≥ 350 MB/s');
  assert.equal(goalText({ value: 35 }, { ...RATE, unit: 'µs', better: 'less' }), '≤ 35 µs');
  assert.equal(goalText({ ratio: 3, to: 'xstate' }, RATE), '≥ 3 × xstate');
  const steps = { of: 'clients', values: [1, 1000], quick: [1] };
  assert.equal(what(toyBench(), RATE, 0), 'A relay');
  assert.equal(what(toyBench({ steps }), { ...RATE, name: 'p50' }, 1000), 'A relay: p50, 1,000 clients');
  assert.equal(stepText(1, steps), '1 client');
  assert.equal(stepText(1, { ...steps, of: 'kB/s' }), '1 kB/s');
  assert.equal(stepText(65_536, { ...steps, of: 'bytes in a chunk' }), '65,536 bytes in a chunk');
  assert.equal(useText({ name: 'relay', cpu: 0.123, memory: 64.4 * 2 ** 20 }), 'relay 12 %, 64 MiB');
});
