import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ageWords, durationWords } from './age.ts';

test('an age is told in the largest unit that still says something', () => {
  const told = [0, 59_999, 60_000, 3_599_000, 3_600_000, 47 * 3_600_000, 48 * 3_600_000, 800 * 86_400_000];
  assert.deepEqual(told.map(ageWords), ['0 s', '59 s', '1 min', '59 min', '1 h', '47 h', '2 days', '2 years']);
  assert.equal(ageWords(-5000), '0 s');
});

test('how long something takes is told to the second', () => {
  assert.deepEqual([12_400, 125_000, 3_729_000].map(durationWords), ['12 s', '2:05 min', '1:02:09 h']);
});
