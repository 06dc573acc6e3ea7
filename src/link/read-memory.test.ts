import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readMemory } from './read-memory.ts';

test('what was read stays as it is, and has room in front of it', () => {
  const memory = readMemory({ room: 16, longest: 65_518 });
  const taken = Array.from({ length: 1000 }, (_, i) => {
    memory.free().fill(i & 0xff, 0, 100);
    const bytes = memory.take(100);
    new Uint8Array(bytes.buffer, bytes.byteOffset - 16, 16).fill(255);
    return bytes;
  });
  for (const [i, bytes] of taken.entries())
    assert.ok(bytes.length === 100 && bytes.every((byte) => byte === (i & 0xff)));
});

test('chunks lie one behind the other, with only the room between them', () => {
  const memory = readMemory({ room: 16, longest: 65_518 });
  const [first, second] = [0, 0].map(() => {
    memory.free();
    return memory.take(10);
  });
  assert.equal(second!.buffer, first!.buffer);
  assert.equal(second!.byteOffset, first!.byteOffset + 10 + 16);
});

test('reads that fill what they are offered are offered more, up to the longest; others less again', () => {
  const memory = readMemory({ room: 16, longest: 65_518 });
  const read = (length: number) => memory.take(Math.min(memory.free().length, length)).length;
  const [first, ...more] = Array.from({ length: 200 }, () => read(1e6));
  assert.ok(first! < 4096);
  assert.equal(more.at(-1), 65_518);
  for (let i = 0; i < 100_000; i++) read(60);
  assert.ok(memory.free().length <= 4096);
});
