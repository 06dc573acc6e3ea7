import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldsReader, wayReader } from './read-fields.ts';

test('fields are read in the order in which they are named; one that is not there is undefined', () => {
  const read = fieldsReader<number>(['b', 'missing', 'a']);
  assert.deepEqual(read({ a: 1, b: 2, c: 3 }), [2, undefined, 1]);
});

test('a name is no more than a name', () => {
  const strange = '"]; throw new Error("run"); //\u2028';
  assert.deepEqual(fieldsReader<number>([strange])({ [strange]: 1 }), [1]);
});

test('a way leads to what stands in what a record holds, or to nothing', () => {
  const read = wayReader<number>(['flags', 'temp_qc']);
  assert.equal(read({ flags: { temp_qc: 4 } }), 4);
  assert.equal(read({ flags: {} }), undefined);
  assert.equal(read({}), undefined);
});
