import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sparkPath } from './spark-path.ts';

test('a line goes from the left to the right, the least below and the greatest above', () => {
  assert.deepEqual(sparkPath([0, 10, 5], 104, 24), { line: 'M2 22L52 2L102 12', last: { x: 102, y: 12 } });
});

test('a value that is missing is a gap, and values that are all the same lie in the middle', () => {
  assert.equal(sparkPath([7, null, 7, 7], 94, 24).line, 'M2 12M62 12L92 12');
  assert.deepEqual(sparkPath([], 96, 24), { line: '', last: undefined });
  assert.deepEqual(sparkPath([null], 96, 24), { line: '', last: undefined });
});
