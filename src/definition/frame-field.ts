import { toBytes, toText } from '../kit/bytes.ts';
import type { Value } from '../model/sample.ts';
import type { FieldInfo } from './field.ts';
import { ownValue } from './own-value.ts';

/** A value inside a binary frame, at its offset as in the maker's table. */
export interface FrameField<T extends Value = Value> extends FieldInfo {
  /** What its values are. */
  readonly type: 'number' | 'integer' | 'text' | 'bytes' | 'list';
  /** What the values of a list are; numbers where nothing is said. */
  readonly items?: 'number' | 'integer';
  /** The offset just past the last byte that it reads: checked against the frame's length. */
  readonly end: number;
  /**
   * Reads it from the frame that begins `at` so many bytes into the view; 0 where nothing is said. What learns from the frame how much
   * there is to read may read so many bytes from there: `room`.
   */
  get(frame: DataView, at?: number, room?: number): T | null;
  /** Writes it into the frame that begins there. */
  put(frame: DataView, value: T, at?: number): void;
  /** It must see the frame alone, from its first byte: it looks for its place in it. */
  readonly alone?: boolean;
  /** For those who read many of a section's fields: they find it once, and need not ask each of them. */
  readonly section?: InSection<T>;
}

/** A part of a frame, in bytes from the frame's beginning. */
export interface Stretch {
  /** Its first byte. */
  readonly start: number;
  /** The one just past its last. */
  readonly end: number;
}

/** A field in a part of the frame that must be looked for. */
export interface InSection<T extends Value = Value> {
  /** The same function for all fields of the section. */
  readonly find: (frame: DataView) => Stretch | undefined;
  /** The field itself: its offsets count from the section's first byte. */
  readonly field: FrameField<T>;
}

type Read = (frame: DataView, at?: number) => number;
type Write = (frame: DataView, value: number, at?: number) => void;

const integerAt = (info: FieldInfo, end: number, get: Read, put: Write): FrameField<number> => ({
  ...info,
  type: 'integer',
  end,
  get,
  put,
});

// One closure for each width: the engine then sees one kind of access in each place, and can inline it.
/** An unsigned byte. */
export const u8 = (offset: number, info: FieldInfo = {}): FrameField<number> =>
  integerAt(
    info,
    offset + 1,
    (frame, at = 0) => frame.getUint8(at + offset),
    (frame, value, at = 0) => frame.setUint8(at + offset, value),
  );

/** A signed byte. */
export const i8 = (offset: number, info: FieldInfo = {}): FrameField<number> =>
  integerAt(
    info,
    offset + 1,
    (frame, at = 0) => frame.getInt8(at + offset),
    (frame, value, at = 0) => frame.setInt8(at + offset, value),
  );

/** Two bytes, unsigned, little-endian. */
export const u16 = (offset: number, info: FieldInfo = {}): FrameField<number> =>
  integerAt(
    info,
    offset + 2,
    (frame, at = 0) => frame.getUint16(at + offset, true),
    (frame, value, at = 0) => frame.setUint16(at + offset, value, true),
  );

/** Two bytes, signed, little-endian. */
export const i16 = (offset: number, info: FieldInfo = {}): FrameField<number> =>
  integerAt(
    info,
    offset + 2,
    (frame, at = 0) => frame.getInt16(at + offset, true),
    (frame, value, at = 0) => frame.setInt16(at + offset, value, true),
  );

/** Four bytes, unsigned, little-endian. */
export const u32 = (offset: number, info: FieldInfo = {}): FrameField<number> =>
  integerAt(
    info,
    offset + 4,
    (frame, at = 0) => frame.getUint32(at + offset, true),
    (frame, value, at = 0) => frame.setUint32(at + offset, value, true),
  );

/** Four bytes, signed, little-endian. */
export const i32 = (offset: number, info: FieldInfo = {}): FrameField<number> =>
  integerAt(
    info,
    offset + 4,
    (frame, at = 0) => frame.getInt32(at + offset, true),
    (frame, value, at = 0) => frame.setInt32(at + offset, value, true),
  );

/** Some bits of a 16-bit little-endian word, counted from the lowest. */
export const bits = (offset: number, lowest: number, count = 1, info: FieldInfo = {}): FrameField<number> => {
  const mask = (1 << count) - 1;
  return {
    ...info,
    type: 'integer',
    end: offset + 2,
    get: (frame, at = 0) => (frame.getUint16(at + offset, true) >> lowest) & mask,
    put: (frame, value, at = 0) => {
      const others = frame.getUint16(at + offset, true) & ~(mask << lowest);
      frame.setUint16(at + offset, others | ((value & mask) << lowest), true);
    },
  };
};

/** An unsigned value whose bytes stand apart: their offsets, lowest byte first. */
export const scattered = (offsets: readonly number[], info: FieldInfo = {}): FrameField<number> => ({
  ...info,
  type: 'integer',
  end: Math.max(...offsets) + 1,
  get: readScattered(offsets),
  put: (frame, value, at = 0) => {
    for (const [i, offset] of offsets.entries()) frame.setUint8(at + offset, Math.floor(value / 0x100 ** i) & 0xff);
  },
});

// As above: without a loop where there are two or three, as there mostly are.
function readScattered(offsets: readonly number[]): Read {
  const [low = 0, middle = 0, high = 0] = offsets;
  if (offsets.length === 2) return (frame, at = 0) => frame.getUint8(at + low) | (frame.getUint8(at + middle) << 8);
  if (offsets.length === 3)
    return (frame, at = 0) =>
      frame.getUint8(at + low) | (frame.getUint8(at + middle) << 8) | (frame.getUint8(at + high) << 16);
  return (frame, at = 0) => {
    let value = 0;
    for (let i = offsets.length - 1; i >= 0; i--) value = value * 0x100 + frame.getUint8(at + offsets[i]!);
    return value;
  };
}

const view = (frame: DataView, offset: number, length: number): Uint8Array =>
  new Uint8Array(frame.buffer, frame.byteOffset + offset, length);

/** Text of fixed width, ended by a NUL or the width. */
export const chars = (offset: number, length: number, info: FieldInfo = {}): FrameField<string> => ({
  ...info,
  type: 'text',
  end: offset + length,
  get: (frame, at = 0) => toText(view(frame, at + offset, length)).replace(/\0.*$/s, ''),
  put: (frame, value, at = 0) => {
    const bytes = toBytes(value).subarray(0, length);
    view(frame, at + offset, length)
      .fill(0)
      .set(bytes);
  },
});

/** Bytes that have no other form. */
export const raw = (offset: number, length: number, info: FieldInfo = {}): FrameField<Uint8Array> => ({
  ...info,
  type: 'bytes',
  end: offset + length,
  get: (frame, at = 0) => view(frame, at + offset, length).slice(),
  put: (frame, value, at = 0) => view(frame, at + offset, length).set(value.subarray(0, length)),
});

/** The number that a byte of two decimal digits stands for. */
export const fromBcd = (byte: number): number => (byte >> 4) * 10 + (byte & 0x0f);
/** A number below 100 as a byte of two decimal digits. */
export const toBcd = (value: number): number => (Math.floor(value / 10) << 4) | (value % 10);

/** Bytes of binary coded decimals, as a list of numbers. */
export const bcdList = (offset: number, length: number, info: FieldInfo = {}): FrameField<readonly number[]> => ({
  ...info,
  type: 'list',
  items: 'integer',
  end: offset + length,
  get: (frame, at = 0) => Array.from(view(frame, at + offset, length), fromBcd),
  put: (frame, value, at = 0) => view(frame, at + offset, length).set(value.map(toBcd)),
});

/** A value that the others cannot say: give the offset just past its last byte, and how it is read from and written to a frame. */
export const computed = <T extends Value>(
  field: FieldInfo &
    Pick<FrameField<T>, 'type' | 'end' | 'put'> & {
      get(frame: DataView): T | null;
    },
): FrameField<T> => ({
  ...field,
  get: (frame, at = 0) => ownValue(field, field.get(at === 0 ? frame : from(frame, at))),
  put: (frame, value, at = 0) => field.put(at === 0 ? frame : from(frame, at), value),
});

const from = (frame: DataView, at: number): DataView =>
  new DataView(frame.buffer, frame.byteOffset + at, frame.byteLength - at);

/** A field whose value is told in other words. */
const reworded = <T extends Value, U extends Value>(
  { section, ...field }: FrameField<T>,
  type: FrameField['type'],
  info: FieldInfo,
  words: { say(value: T): U | null; hear(words: U): T },
): FrameField<U> => ({
  ...field,
  ...info,
  type,
  ...(section && { section: { ...section, field: reworded(section.field, type, info, words) } }),
  get: (frame, at, room) => {
    const value = field.get(frame, at, room);
    return value === null ? null : words.say(value);
  },
  put: (frame, value, at) => field.put(frame, words.hear(value), at),
});

/** A number that is a name: a serial number, as text. */
export const digits = (field: FrameField<number>, info: FieldInfo = {}): FrameField<string> =>
  reworded(field, 'text', info, { say: String, hear: Number });

/** A number that may be missing: `null` where the instrument sends this instead. */
export const known = (field: FrameField<number>, missing: number, info: FieldInfo = {}): FrameField<number> =>
  reworded(field, field.type, info, { say: (value) => (value === missing ? null : value), hear: (value) => value });

/** A code that stands for one of these numbers, by its place among them; a code past them cannot be read. */
export const coded = (field: FrameField<number>, values: readonly number[], info: FieldInfo = {}): FrameField<number> =>
  reworded(field, 'integer', info, {
    say(code) {
      const value = values[code];
      if (value === undefined) throw new RangeError(`${code} is none of the codes 0 to ${values.length - 1}`);
      return value;
    },
    hear: (value) => values.indexOf(value),
  });
