import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldsReader } from './read-fields.ts';

test('fields are read in the order in which they are named; one that is not there is undefined', () => {
  const read = fieldsReader<number>(['b', 'missing', 'a']);
  assert.deepEqual(read({ a: 1, b: 2, c: 3 }), [2, undefined, 1]);
});

test('a name is no more than a name', () => {
  const strange = '"]; throw new Error("run"); //\u2028';
  assert.deepEqual(fieldsReader<number>([strange])({ [strange]: 1 }), [1]);
});
