import { toBytes, toText } from '../kit/bytes.ts';
import type { Value } from '../model/sample.ts';
import type { FieldInfo } from './field.ts';

/** A value inside a binary frame, at its offset as in the maker's table. */
export interface FrameField<T extends Value = Value> extends FieldInfo {
  readonly type: 'number' | 'integer' | 'text' | 'bytes' | 'list';
  /** The offset just past the last byte that it reads: checked against the frame's length. */
  readonly end: number;
  get(frame: DataView): T | null;
  put(frame: DataView, value: T): void;
}

type Integer = 'Uint8' | 'Int8' | 'Uint16' | 'Int16' | 'Uint32' | 'Int32';

const WIDTH: Readonly<Record<Integer, number>> = { Uint8: 1, Int8: 1, Uint16: 2, Int16: 2, Uint32: 4, Int32: 4 };

const integerAt = (kind: Integer, offset: number, info: FieldInfo, littleEndian: boolean): FrameField<number> => ({
  ...info,
  type: 'integer',
  end: offset + WIDTH[kind],
  get: (frame) => frame[`get${kind}`](offset, littleEndian),
  put: (frame, value) => frame[`set${kind}`](offset, value, littleEndian),
});

export const u8 = (offset: number, info: FieldInfo = {}) => integerAt('Uint8', offset, info, true);
export const i8 = (offset: number, info: FieldInfo = {}) => integerAt('Int8', offset, info, true);
/** Little-endian, as are {@link i16}, {@link u32} and {@link i32}. */
export const u16 = (offset: number, info: FieldInfo = {}) => integerAt('Uint16', offset, info, true);
export const i16 = (offset: number, info: FieldInfo = {}) => integerAt('Int16', offset, info, true);
export const u32 = (offset: number, info: FieldInfo = {}) => integerAt('Uint32', offset, info, true);
export const i32 = (offset: number, info: FieldInfo = {}) => integerAt('Int32', offset, info, true);

/** Some bits of a 16-bit little-endian word, counted from the lowest. */
export const bits = (offset: number, lowest: number, count = 1, info: FieldInfo = {}): FrameField<number> => {
  const mask = (1 << count) - 1;
  return {
    ...info,
    type: 'integer',
    end: offset + 2,
    get: (frame) => (frame.getUint16(offset, true) >> lowest) & mask,
    put: (frame, value) =>
      frame.setUint16(offset, (frame.getUint16(offset, true) & ~(mask << lowest)) | ((value & mask) << lowest), true),
  };
};

/** An unsigned value whose bytes stand apart: their offsets, lowest byte first. */
export const scattered = (offsets: readonly number[], info: FieldInfo = {}): FrameField<number> => ({
  ...info,
  type: 'integer',
  end: Math.max(...offsets) + 1,
  get: (frame) => offsets.reduceRight((value, offset) => value * 0x100 + frame.getUint8(offset), 0),
  put: (frame, value) => {
    for (const [i, offset] of offsets.entries()) frame.setUint8(offset, Math.floor(value / 0x100 ** i) & 0xff);
  },
});

const view = (frame: DataView, offset: number, length: number): Uint8Array =>
  new Uint8Array(frame.buffer, frame.byteOffset + offset, length);

/** Text of fixed width, ended by a NUL or the width. */
export const chars = (offset: number, length: number, info: FieldInfo = {}): FrameField<string> => ({
  ...info,
  type: 'text',
  end: offset + length,
  get: (frame) => toText(view(frame, offset, length)).replace(/\0.*$/s, ''),
  put: (frame, value) => {
    const bytes = toBytes(value).subarray(0, length);
    view(frame, offset, length).fill(0).set(bytes);
  },
});

/** Bytes that have no other form. */
export const raw = (offset: number, length: number, info: FieldInfo = {}): FrameField<Uint8Array> => ({
  ...info,
  type: 'bytes',
  end: offset + length,
  get: (frame) => view(frame, offset, length).slice(),
  put: (frame, value) => view(frame, offset, length).set(value.subarray(0, length)),
});

const fromBcd = (byte: number): number => (byte >> 4) * 10 + (byte & 0x0f);
const toBcd = (value: number): number => (Math.floor(value / 10) << 4) | (value % 10);

/** Bytes of binary coded decimals, as a list of numbers. */
export const bcdList = (offset: number, length: number, info: FieldInfo = {}): FrameField<readonly number[]> => ({
  ...info,
  type: 'list',
  end: offset + length,
  get: (frame) => Array.from(view(frame, offset, length), fromBcd),
  put: (frame, value) => view(frame, offset, length).set(value.map(toBcd)),
});

/** A value that the others cannot say: give the offset just past its last byte, and how it is read and written. */
export const computed = <T extends Value>(
  field: FieldInfo & Pick<FrameField<T>, 'type' | 'end' | 'get' | 'put'>,
): FrameField<T> => field;
