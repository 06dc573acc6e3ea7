import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinViews } from './views.ts';

test('neighbours in memory become one piece without a copy, others stay apart', () => {
  const store = Uint8Array.of(1, 2, 3, 4, 5, 6);
  const joined = joinViews([store.subarray(0, 2), store.subarray(2, 3), Uint8Array.of(9), store.subarray(3, 5)]);
  assert.deepEqual(
    joined.map((piece) => [...piece]),
    [[1, 2, 3], [9], [4, 5]],
  );
  assert.equal(joined[0]!.buffer, store.buffer);
  assert.deepEqual(joinViews([]), []);
});
