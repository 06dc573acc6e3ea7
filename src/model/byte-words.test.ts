import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesWords } from './byte-words.ts';

test('how much that is, is told with three digits', () => {
  assert.deepEqual([0, 71.6, 999, 1000, 999_499, 999_999, 1_834_567, 25e9, 999e12].map(bytesWords), [
    '0 B',
    '72 B',
    '999 B',
    '1.00 kB',
    '999 kB',
    '1.00 MB',
    '1.83 MB',
    '25.0 GB',
    '999 TB',
  ]);
});
