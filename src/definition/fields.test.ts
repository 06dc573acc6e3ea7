import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { toBytes, viewOf } from '../kit/bytes.ts';
import type { Value } from '../model/sample.ts';
import { bytesRead } from './bytes-read.ts';
import { wordSum } from './checksum.ts';
import { flag, hex, integer, number, text, textField } from './field.ts';
import {
  bcdList,
  bits,
  chars,
  computed,
  type FrameField,
  i8,
  i16,
  i32,
  raw,
  scattered,
  u8,
  u16,
  u32,
} from './frame-field.ts';

test('text is read as its type, and written in the shape of an example', () => {
  assert.equal(number().read(' 12.50'), 12.5);
  assert.equal(number().write(9.87654, '00.000'), ' 9.877');
  assert.equal(number().write(-0.000_257_2242, '-2.572242e-04'), '-2.572242e-04');
  assert.equal(integer().read('007'), 7);
  assert.equal(integer().write(7.6, '00000'), '    8');
  assert.equal(text().read('abc '), 'abc ');
  assert.equal(text().write('ab', 'xxxx'), 'ab  ');
});

test('what is read from bytes is what is read from their text', () => {
  const said = ['12', '-12.50', '007', '-0.0', '1e3', ' 7', '12.', '1F', 'ff', '', '-', 'Na', '12345678901234567890'];
  for (const field of [number(), integer(), hex(), number({ missing: 'Na' })]) {
    for (const found of said) {
      const value = bytesRead(field)?.(toBytes(`1${found}1`), 1, found.length + 1);
      if (value !== undefined) assert.ok(Object.is(value, field.read(found)), `${found}: ${value}`);
    }
  }
  assert.equal(bytesRead(number())?.(toBytes('-12.50'), 0, 6), -12.5);
  assert.equal(bytesRead(hex())?.(toBytes('1F'), 0, 2), 31);
  assert.equal(bytesRead({ ...number(), read: (found) => Number(found) / 10 }), undefined);
});

test('a group that did not take part is no value, and text that means nothing is an error', () => {
  for (const field of [number(), integer(), text()]) assert.equal(field.read(undefined), null);
  assert.throws(() => number().read('Na'), SyntaxError);
  assert.throws(() => integer().read('x'), SyntaxError);
});

test('a flag is a group that took part, or that did not', () => {
  assert.deepEqual([flag().read('on'), flag().read(undefined)], [true, false]);
  const denied = flag({ on: 'absent' });
  assert.deepEqual([denied.read('do not '), denied.read(undefined)], [false, true]);
  assert.deepEqual([denied.write(false, 'do not '), denied.write(true, 'do not ')], ['do not ', '']);
});

test('a field of one’s own reads only what is there', () => {
  const base16 = textField<number>({
    type: 'integer',
    read: (found) => Number.parseInt(found, 16),
    write: (value, example) => Number(value).toString(16).padStart(example.length, '0'),
  });
  assert.deepEqual([base16.read('ff'), base16.read(undefined), base16.write(10, '0000')], [255, null, '000a']);
});

const FRAME = Uint8Array.from({ length: 16 }, (_, i) => 0xf0 + i);
test('integers are read at their offsets, little-endian', () => {
  const view = viewOf(FRAME);
  const read = [u8(1), i8(1), u16(1), i16(1), u32(1), i32(1)].map((field) => field.get(view));
  assert.deepEqual(read, [0xf1, -15, 0xf2f1, -3343, 0xf4f3f2f1, -185_339_151]);
});

test('bits, scattered bytes, decimals and text', () => {
  const view = viewOf(Uint8Array.of(0b1010_0000, 0b1, 0x59, 0x26, 0x56, 0x45, 0x43, 0, 0xff));
  assert.deepEqual([bits(0, 5).get(view), bits(0, 6).get(view), bits(0, 5, 4).get(view)], [1, 0, 0b1101]);
  assert.equal(scattered([3, 2, 0]).get(view), 0xa0_59_26);
  assert.deepEqual(bcdList(2, 2).get(view), [59, 26]);
  assert.equal(chars(4, 5).get(view), 'VEC');
  assert.deepEqual(raw(0, 2).get(view), Uint8Array.of(0xa0, 1));
});

const FIELDS: readonly { field: FrameField; values: fc.Arbitrary<Value> }[] = [
  { field: u8(3), values: fc.integer({ min: 0, max: 255 }) },
  { field: i8(3), values: fc.integer({ min: -128, max: 127 }) },
  { field: u16(3), values: fc.integer({ min: 0, max: 0xffff }) },
  { field: i16(3), values: fc.integer({ min: -0x8000, max: 0x7fff }) },
  { field: u32(3), values: fc.integer({ min: 0, max: 0xffff_ffff }) },
  { field: i32(3), values: fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff }) },
  { field: bits(3, 2, 5), values: fc.integer({ min: 0, max: 31 }) },
  { field: scattered([6, 3, 9]), values: fc.integer({ min: 0, max: 0xff_ffff }) },
  { field: bcdList(3, 4), values: fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 4, maxLength: 4 }) },
  { field: chars(3, 4), values: fc.string({ maxLength: 4, unit: fc.constantFrom('a', 'Z', '9', ' ') }) },
  { field: raw(3, 4), values: fc.uint8Array({ minLength: 4, maxLength: 4 }) },
];

test('what is put into a frame is got from it, changes nothing else, and is the same behind other bytes', () => {
  for (const { field, values } of FIELDS) {
    fc.assert(
      fc.property(values, fc.uint8Array({ minLength: 16, maxLength: 16 }), (value, bytes) => {
        const frame = bytes.slice();
        field.put(viewOf(frame), value);
        assert.deepEqual(field.get(viewOf(frame)), value);
        assert.deepEqual(frame.subarray(0, 3), bytes.subarray(0, 3));
        assert.deepEqual(frame.subarray(field.end), bytes.subarray(field.end));
        const shifted = Uint8Array.of(1, 2, 3, 4, 5, ...frame);
        assert.deepEqual(field.get(viewOf(shifted), 5), value);
      }),
      { numRuns: 50 },
    );
  }
});

test('a computed field sees only its frame', () => {
  const sum = computed<number>({
    type: 'integer',
    end: 2,
    get: (frame) => frame.getUint8(0) + frame.getUint8(1),
    put: (frame, value) => frame.setUint8(0, value),
  });
  assert.equal(sum.get(viewOf(Uint8Array.of(9, 9, 1, 2)), 2), 3);
});

test('the checksum of words proves a frame, and no frame with one byte changed', () => {
  const checksum = wordSum(0xb58c);
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 4, maxLength: 60 }),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (bytes, at, change) => {
        const frame = bytes.length % 2 === 0 ? bytes.slice() : bytes.slice(1);
        checksum.seal(frame);
        assert(checksum.verify(frame));
        const behind = Uint8Array.of(7, ...frame, 7);
        assert(checksum.verify(behind, 1, frame.length + 1));
        frame[at % frame.length]! ^= change;
        assert(!checksum.verify(frame));
      },
    ),
  );
});

test('what a definition reads itself and is not of its type is not read at all', () => {
  const view = new DataView(new ArrayBuffer(2));
  const reads = (type: 'number' | 'integer' | 'text' | 'bytes' | 'list', value: Value) =>
    computed({ type, end: 2, get: () => value, put: () => {} }).get(view);
  for (const [type, value] of [
    ['number', '12.5'],
    ['integer', 1.5],
    ['integer', true],
    ['text', 7],
    ['bytes', [1, 2]],
    ['list', 3],
    ['list', [1, 'two']],
  ] as const) {
    assert.throws(() => reads(type, value), /^TypeError: a value was read that is no /, `${type} ${value}`);
  }
  assert.deepEqual(
    [reads('number', Number.NaN), reads('integer', 7), reads('text', null), reads('list', [1, null])],
    [Number.NaN, 7, null, [1, null]],
  );
  const wrong = textField({ type: 'flag', read: (found) => found, write: String });
  assert.throws(() => wrong.read('yes'), TypeError);
});
