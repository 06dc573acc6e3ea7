import type { FieldInfo } from './field.ts';
import type { FrameField } from './frame-field.ts';

// As in frame-field.ts: one closure for each width and order of bytes.

const integerAt = (
  info: FieldInfo,
  end: number,
  get: (frame: DataView, at?: number) => number,
  put: (frame: DataView, value: number, at?: number) => void,
): FrameField<number> => ({ ...info, type: 'integer', end, get, put });

/** Two bytes, unsigned, big-endian. */
export const u16be = (offset: number, info: FieldInfo = {}): FrameField<number> =>
  integerAt(
    info,
    offset + 2,
    (frame, at = 0) => frame.getUint16(at + offset),
    (frame, value, at = 0) => frame.setUint16(at + offset, value),
  );

/** Two bytes, signed, big-endian. */
export const i16be = (offset: number, info: FieldInfo = {}): FrameField<number> =>
  integerAt(
    info,
    offset + 2,
    (frame, at = 0) => frame.getInt16(at + offset),
    (frame, value, at = 0) => frame.setInt16(at + offset, value),
  );

/** Four bytes, unsigned, big-endian. */
export const u32be = (offset: number, info: FieldInfo = {}): FrameField<number> =>
  integerAt(
    info,
    offset + 4,
    (frame, at = 0) => frame.getUint32(at + offset),
    (frame, value, at = 0) => frame.setUint32(at + offset, value),
  );

/** Four bytes, signed, big-endian. */
export const i32be = (offset: number, info: FieldInfo = {}): FrameField<number> =>
  integerAt(
    info,
    offset + 4,
    (frame, at = 0) => frame.getInt32(at + offset),
    (frame, value, at = 0) => frame.setInt32(at + offset, value),
  );

/** Eight bytes, little-endian, in decimal digits: as a number it would not be exact. */
export const u64 = (offset: number, info: FieldInfo = {}): FrameField<string> => ({
  ...info,
  type: 'text',
  end: offset + 8,
  get: (frame, at = 0) => String(frame.getBigUint64(at + offset, true)),
  put: (frame, value, at = 0) => frame.setBigUint64(at + offset, BigInt(value), true),
});
