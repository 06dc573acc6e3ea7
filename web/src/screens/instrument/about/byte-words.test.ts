import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byteWords } from './byte-words.ts';

test('bytes are told with three digits', () => {
  assert.deepEqual([0, 532, 1000, 1_534_000, 20_000_000_000, 5e15].map(byteWords), [
    '0 B',
    '532 B',
    '1 kB',
    '1.53 MB',
    '20 GB',
    '5000 TB',
  ]);
});
