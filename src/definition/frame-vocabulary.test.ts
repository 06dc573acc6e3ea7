import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byteSum } from './checksum.ts';
import {
  bcdList,
  bits,
  chars,
  coded,
  computed,
  digits,
  i8,
  i16,
  known,
  raw,
  scattered,
  u8,
  u16,
  u32,
} from './frame-field.ts';
import { i16be, i32be, u16be, u32be, u64 } from './frame-field-wide.ts';
import { repeat } from './frame-list.ts';
import { sections } from './frame-sections.ts';

const viewOf = (...bytes: number[]): DataView => new DataView(Uint8Array.from(bytes).buffer);
const bytesOf = (view: DataView): number[] => [...new Uint8Array(view.buffer)];

test('numbers whose highest byte comes first', () => {
  const view = viewOf(0xff, 0x12, 0x34, 0x56, 0x78);
  assert.equal(u16be(1).get(view), 0x1234);
  assert.equal(i16be(0).get(view), -238);
  assert.equal(u32be(0).get(view), 0xff123456);
  assert.equal(i32be(1).get(view), 0x12345678);
  u16be(1).put(view, 0x9abc);
  i32be(1).put(view, -2);
  assert.deepEqual(bytesOf(view), [0xff, 0xff, 0xff, 0xff, 0xfe]);
});

test('eight bytes are read exactly, as digits', () => {
  const view = viewOf(0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
  assert.equal(u64(1).get(view), '18446744073709551615');
  u64(1).put(view, '9007199254740993');
  assert.equal(u64(1).get(view), '9007199254740993');
});

test('a number that is a name is text, a code is what it stands for', () => {
  const view = viewOf(0x0c, 0x48, 0, 0, 2);
  assert.equal(digits(u32(0)).get(view), '18444');
  digits(u32(0)).put(view, '7');
  assert.equal(u32(0).get(view), 7);
  const kilohertz = coded(bits(3, 8, 8), [75, 150, 300]);
  assert.equal(kilohertz.get(view), 300);
  kilohertz.put(view, 150);
  assert.equal(u8(4).get(view), 1);
  u8(4).put(view, 3);
  assert.throws(() => kilohertz.get(view), /3 is none of the codes 0 to 2/);
});

test('a number that may be missing', () => {
  const view = viewOf(0x00, 0x80, 7, 0);
  assert.equal(known(i16(0), -32_768).get(view), null);
  assert.equal(known(i16(2), -32_768).get(view), 7);
});

test('each field is written where it is read, wherever the record begins', () => {
  const fields = [
    [u8(0), 7],
    [i8(0), -7],
    [u16(0), 777],
    [i16(0), -777],
    [bits(0, 3, 4), 9],
    [scattered([2, 0]), 0x0102],
    [chars(0, 3), 'abc'],
    [raw(0, 3), Uint8Array.of(1, 2, 3)],
    [bcdList(0, 2), [12, 34]],
    [repeat('u16', { offset: 0, count: 2 }), [1, 500]],
    [
      computed({
        type: 'integer',
        end: 1,
        get: (frame) => -frame.getUint8(0),
        put: (frame, value) => frame.setUint8(0, -value),
      }),
      -5,
    ],
  ] as const;
  for (const [field, value] of fields) {
    const view = viewOf(...Array.from({ length: 12 }, () => 0xee));
    const { get, put }: { get: typeof field.get; put(frame: DataView, value: unknown, at?: number): void } =
      field as never;
    put(view, value, 4);
    assert.deepEqual(get(view, 4), value);
    assert.deepEqual([...bytesOf(view).slice(0, 4), ...bytesOf(view).slice(8)], Array(8).fill(0xee));
  }
});

test('one beam of several that stand side by side, as many as the frame says', () => {
  const view = viewOf(3, 1, 0, 10, 2, 0x80, 20, 0, 0x80, 30);
  const second = repeat('i16', { offset: 1, count: u8(0), stride: 3, missing: -32_768 });
  assert.deepEqual(second.get(view), [1, -32_766, null]);
  assert.deepEqual(repeat('u8', { offset: 3, count: 3, stride: 3, missing: 20 }).get(view), [10, null, 30]);
  second.put(view, [5, null, 7, 9]);
  assert.deepEqual(bytesOf(view), [3, 5, 0, 10, 0, 0x80, 20, 7, 0, 30]);
});

test('a list that begins elsewhere in each frame, or is not there', () => {
  const list = repeat('u8', { offset: (frame) => frame.getUint8(0) || undefined, count: 2 });
  assert.deepEqual(list.get(viewOf(2, 0, 5, 6)), [5, 6]);
  assert.equal(list.get(viewOf(0, 0, 5, 6)), null);
  const view = viewOf(2, 0, 5, 6);
  list.put(view, [7, 8]);
  assert.deepEqual(bytesOf(view), [2, 0, 7, 8]);
});

test('sections are found by the table in the head, in any order', () => {
  const table = sections({ count: u8(0), offset: 1, tail: 1 });
  const { a, b, long, list } = {
    ...table.in(0x0100, { a: u8(2), long: u16(2) }),
    ...table.in(0x0200, { b: u16(2), list: repeat('u8', { offset: 2, count: u8(0) }) }),
  };
  const view = viewOf(2, 8, 0, 5, 0, 0x00, 0x01, 77, 0x00, 0x02, 1, 2, 0xcc);
  assert.deepEqual([a.get(view), b.get(view), list.get(view)], [77, 0x0201, [1, 2]]);
  assert.equal(long.get(view), null, 'it would end in another section');
  assert.deepEqual([table.length(0x0100, view), table.length(0x0200, view), table.length(0x0300, view)], [3, 4, 0]);
  b.put(view, 0x0403);
  long.put(view, 9999);
  assert.deepEqual(bytesOf(view).slice(7), [77, 0x00, 0x02, 3, 4, 0xcc]);
  assert.equal(table.in(0x0300, { c: u8(2) }).c.get(view), null);
});

test('a list that is longer than its section is not filled from the next one', () => {
  const table = sections({ count: u8(0), offset: 1 });
  const { list } = table.in(0x0100, { list: repeat('u8', { offset: 2, count: u8(5), stride: 2 }) });
  const view = viewOf(2, 6, 0, 11, 0, 2, 0x00, 0x01, 7, 0, 8, 0x00, 0x02, 9, 9);
  assert.deepEqual(list.get(view), [7, 8]);
  view.setUint8(5, 3);
  assert.throws(() => list.get(view), /its section has 5 bytes, the list in it would end at 7/);
  view.setUint8(5, 0);
  assert.deepEqual(list.get(view), []);
});

test('the sum of bytes', () => {
  const bytes = Uint8Array.of(9, 0x7f, 0xff, 0xff, 0, 0);
  byteSum.seal(bytes);
  assert.deepEqual([...bytes.subarray(4)], [0x86, 0x02]);
  assert(byteSum.verify(bytes));
  assert(!byteSum.verify(bytes, 1));
  bytes[0]! ^= 1;
  assert(!byteSum.verify(bytes));
  assert(!byteSum.verify(Uint8Array.of(1)));
});
