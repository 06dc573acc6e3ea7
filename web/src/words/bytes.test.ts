import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesWords } from './bytes.ts';

test('how much that is, is told with three digits', () => {
  assert.deepEqual([0, 999, 1000, 1_834_567, 25e9, 999e12].map(bytesWords), [
    '0 B',
    '999 B',
    '1.00 kB',
    '1.83 MB',
    '25.0 GB',
    '999 TB',
  ]);
});
