import type { Value } from '../model/sample.ts';
import type { FrameField } from './frame-field.ts';

/** A table in a frame's head that says where its sections begin; the first two bytes of each say what it is. */
export interface SectionTable {
  /** How many sections there are. */
  readonly count: FrameField<number>;
  /** Where the first entry stands: each has two bytes, little-endian, counted from the frame's beginning. */
  readonly offset: number;
  /** So many bytes at the frame's end belong to no section. */
  readonly tail?: number;
}

/** A place in a frame: its first byte, and the one just past its last. */
interface Place {
  readonly start: number;
  readonly end: number;
}

type FrameFields = Readonly<Record<string, FrameField<Value>>>;

export interface Sections {
  /** Fields whose offsets count from the section's first byte; `null` where the frame has no such section, or a shorter one. */
  in<F extends FrameFields>(id: number, fields: F): F;
  /** How long a frame's section is; 0 where there is none. */
  length(id: number, frame: DataView): number;
}

export function sections(table: SectionTable): Sections {
  const finders = new Map<number, (frame: DataView) => Place | undefined>();
  const finder = (id: number): ((frame: DataView) => Place | undefined) => {
    const place = finders.get(id) ?? remembering((frame) => find(table, id, frame));
    finders.set(id, place);
    return place;
  };
  return {
    in<F extends FrameFields>(id: number, fields: F): F {
      const entries = Object.entries(fields).map(([name, field]) => [name, located(finder(id), field)]);
      return Object.fromEntries(entries) as F;
    },
    length(id, frame) {
      const { start, end } = finder(id)(frame) ?? { start: 0, end: 0 };
      return end - start;
    },
  };
}

function find({ count, offset, tail = 0 }: SectionTable, id: number, frame: DataView): Place | undefined {
  const starts = Array.from({ length: count.get(frame) ?? 0 }, (_, i) => frame.getUint16(offset + 2 * i, true));
  const start = starts.find((place) => place + 2 <= frame.byteLength && frame.getUint16(place, true) === id);
  if (start === undefined) return undefined;
  return { start, end: Math.min(frame.byteLength - tail, ...starts.filter((other) => other > start)) };
}

/** The fields of a frame are read one after the other: its table need be read only once. */
function remembering<T>(compute: (frame: DataView) => T): (frame: DataView) => T {
  let last: { readonly frame: DataView; readonly result: T } | undefined;
  return (frame) => {
    if (last?.frame !== frame) last = { frame, result: compute(frame) };
    return last.result;
  };
}

const located = <T extends Value>(
  find: (frame: DataView) => Place | undefined,
  field: FrameField<T>,
): FrameField<T> => ({
  ...field,
  alone: true,
  // Where it ends differs from frame to frame.
  end: 0,
  get(frame) {
    const place = find(frame);
    return place === undefined || place.start + field.end > place.end ? null : field.get(frame, place.start);
  },
  put(frame, value) {
    const place = find(frame);
    if (place !== undefined && place.start + field.end <= place.end) field.put(frame, value, place.start);
  },
});
