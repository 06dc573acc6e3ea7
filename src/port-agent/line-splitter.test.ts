import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toBytes } from '../kit/bytes.ts';
import { lineSplitter } from './line-splitter.ts';

test('lines come out whole, however they were cut on the way', () => {
  const split = lineSplitter(100);
  assert.deepEqual(split(toBytes('get_')), []);
  assert.deepEqual(split(toBytes('state\r\nping\n\nhe')), [{ text: 'get_state' }, { text: 'ping' }, { text: '' }]);
  assert.deepEqual(split(toBytes('lp\n')), [{ text: 'help' }]);
});

test('a line longer than the limit is counted and dropped, and the next one is good again', () => {
  const split = lineSplitter(8);
  assert.deepEqual(split(toBytes('0123456789')), []);
  assert.deepEqual(split(toBytes('0123456789\nping\n')), [{ tooLong: 20 }, { text: 'ping' }]);
});
