import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toBytes } from './bytes.ts';
import { describeError, TimeoutError } from './errors.ts';

test('a time-out says what came, that nothing came, or nothing about it where nobody looked', () => {
  const message = (received?: Uint8Array): string => new TimeoutError('a sample', '5 s', received).message;
  assert.equal(message(toBytes('ERR\r')), "waited 5 s for a sample; received 'ERR\\r'");
  assert.equal(message(new Uint8Array()), 'waited 5 s for a sample; nothing was received');
  assert.equal(message(), 'waited 5 s for a sample');
});

test('who has too many files open is told where their number is set', () => {
  const error = Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' });
  assert.match(describeError(error), /^EMFILE: too many open files \(.*ulimit -n/);
});
