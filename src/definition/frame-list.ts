import type { FieldInfo } from './field.ts';
import type { FrameField } from './frame-field.ts';

/** How one value of a list stands in the frame; numbers of more than one byte are little-endian. */
export type Element = 'u8' | 'u16' | 'i16';

/** Where the values of a list stand. */
export interface Repetition {
  /** Where the first value begins; what finds it looks from the frame's own beginning, and finds nothing where there is no list. */
  readonly offset: number | ((frame: DataView) => number | undefined);
  /** How many values there are; a field is read from the frame's own beginning, wherever the list stands. */
  readonly count: number | FrameField<number>;
  /** How many bytes lie from one value to the next; they follow each other where nothing is said. */
  readonly stride?: number;
  /** The value that stands for none: `null`. */
  readonly missing?: number;
}

type List = readonly (number | null)[];

// One loop for each element, without a call for each value, into a list that need not grow: a profile has thousands. Where no value
// stands for none, `missing` is NaN, which nothing is equal to: the engine then always compares numbers.
const READ: Readonly<
  Record<Element, (frame: DataView, from: number, count: number, stride: number, missing: number) => List>
> = {
  u8(frame, from, count, stride, missing) {
    const list = new Array<number | null>(count);
    for (let i = 0, at = from; i < count; i++, at += stride) {
      const value = frame.getUint8(at);
      list[i] = value === missing ? null : value;
    }
    return list;
  },
  u16(frame, from, count, stride, missing) {
    const list = new Array<number | null>(count);
    for (let i = 0, at = from; i < count; i++, at += stride) {
      const value = frame.getUint16(at, true);
      list[i] = value === missing ? null : value;
    }
    return list;
  },
  i16(frame, from, count, stride, missing) {
    const list = new Array<number | null>(count);
    for (let i = 0, at = from; i < count; i++, at += stride) {
      const value = frame.getInt16(at, true);
      list[i] = value === missing ? null : value;
    }
    return list;
  },
};

const WRITE: Readonly<Record<Element, (frame: DataView, at: number, value: number) => void>> = {
  u8: (frame, at, value) => frame.setUint8(at, value),
  u16: (frame, at, value) => frame.setUint16(at, value, true),
  i16: (frame, at, value) => frame.setInt16(at, value, true),
};

const WIDTH: Readonly<Record<Element, number>> = { u8: 1, u16: 2, i16: 2 };

/** A list of values of one kind: a profile, or with a stride one beam of several that stand side by side in each cell. */
export function repeat(element: Element, repetition: Repetition, info: FieldInfo = {}): FrameField<List> {
  const { offset, count, stride = WIDTH[element], missing = Number.NaN } = repetition;
  const read = READ[element];
  const write = WRITE[element];
  const find = typeof offset === 'number' ? () => offset : offset;
  const endOf = (start: number, values: number): number =>
    values === 0 ? start : start + (values - 1) * stride + WIDTH[element];
  const howMany = typeof count === 'number' ? () => count : countIn(count.get);
  return {
    ...info,
    type: 'list',
    items: 'integer',
    alone: typeof count !== 'number' || typeof offset !== 'number',
    // Where it ends differs from frame to frame, or else is known.
    end: typeof offset !== 'number' ? 0 : typeof count === 'number' ? endOf(offset, count) : offset,
    get(frame, at = 0, room = Number.POSITIVE_INFINITY) {
      const start = find(frame);
      if (start === undefined) return null;
      const values = howMany(frame);
      const end = endOf(start, values);
      if (end > room) throw new RangeError(`its section has ${room} bytes, the list in it would end at ${end}`);
      return read(frame, at + start, values, stride, missing);
    },
    put(frame, values, at = 0) {
      const start = find(frame);
      const places = start === undefined ? 0 : Math.min(values.length, howMany(frame));
      for (let i = 0; i < places; i++) write(frame, at + start! + i * stride, values[i] ?? (missing || 0));
    },
  };
}

const countIn =
  (get: FrameField<number>['get']) =>
  (frame: DataView): number =>
    get(frame) ?? 0;
