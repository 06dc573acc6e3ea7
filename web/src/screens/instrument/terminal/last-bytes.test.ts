import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LastBytes } from './last-bytes.ts';

test('bytes are shown in hex and as text, each line with its place in the session', () => {
  const bytes = new LastBytes();
  bytes.add(new TextEncoder().encode('S>ds\r\n'));
  bytes.add(new TextEncoder().encode('0123456789AB'));
  assert.deepEqual(bytes.dump(), [
    { at: '000000', hex: '53 3e 64 73 0d 0a 30 31 32 33 34 35 36 37 38 39', text: 'S>ds··0123456789' },
    { at: '000010', hex: '41 42', text: 'AB' },
  ]);
});

test('only the last are kept', () => {
  const bytes = new LastBytes(4);
  bytes.add(new Uint8Array([1, 2, 3]));
  bytes.add(new Uint8Array([4, 5, 6]));
  assert.equal(bytes.count, 6);
  assert.deepEqual(bytes.dump(), [{ at: '000002', hex: '03 04 05 06', text: '····' }]);
});
