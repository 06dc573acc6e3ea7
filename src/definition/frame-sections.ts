import { rememberLast } from '../kit/remember-last.ts';
import type { Value } from '../model/sample.ts';
import type { FrameField, Stretch } from './frame-field.ts';

/** A table in a frame's head that says where its sections begin; the first two bytes of each say what it is. */
export interface SectionTable {
  /** How many sections there are. */
  readonly count: FrameField<number>;
  /** Where the first entry stands: each has two bytes, little-endian, counted from the frame's beginning. */
  readonly offset: number;
  /** So many bytes at the frame's end belong to no section. */
  readonly tail?: number;
}

type FrameFields = Readonly<Record<string, FrameField<Value>>>;

/** The sections of a frame, by what their first two bytes say. */
export interface Sections {
  /** Fields whose offsets count from the section's first byte; `null` where the frame has no such section, or a shorter one. */
  in<F extends FrameFields>(id: number, fields: F): F;
  /** How long a frame's section is; 0 where there is none. */
  length(id: number, frame: DataView): number;
}

/** The sections of frames that have such a table. */
export function sections(table: SectionTable): Sections {
  const finders = new Map<number, (frame: DataView) => Stretch | undefined>();
  const finder = (id: number): ((frame: DataView) => Stretch | undefined) => {
    const known = finders.get(id);
    if (known !== undefined) return known;
    // The fields of a section are read one after the other: its place need be found only once.
    const finder = rememberLast((frame: DataView) => find(table, id, frame));
    finders.set(id, finder);
    return finder;
  };
  return {
    in<F extends FrameFields>(id: number, fields: F): F {
      const entries = Object.entries(fields).map(([name, field]) => [name, located(finder(id), field)]);
      return Object.fromEntries(entries) as F;
    },
    length(id, frame) {
      const place = finder(id)(frame);
      return place === undefined ? 0 : place.end - place.start;
    },
  };
}

// A loop without lists: this is done for each section of each frame.
function find({ count, offset, tail = 0 }: SectionTable, id: number, frame: DataView): Stretch | undefined {
  const sections = count.get(frame) ?? 0;
  let start = -1;
  let end = frame.byteLength - tail;
  for (let i = 0; i < sections && start < 0; i++) {
    const place = frame.getUint16(offset + 2 * i, true);
    if (place + 2 <= end && frame.getUint16(place, true) === id) start = place;
  }
  if (start < 0) return undefined;
  for (let i = 0; i < sections; i++) {
    const other = frame.getUint16(offset + 2 * i, true);
    if (other > start && other < end) end = other;
  }
  return { start, end };
}

function located<T extends Value>(find: (frame: DataView) => Stretch | undefined, field: FrameField<T>): FrameField<T> {
  // Taken out of the field once: no two are alike, and looking for a name in each of them costs more than reading its value.
  const { end, get } = field;
  return {
    ...field,
    alone: true,
    // Where it ends differs from frame to frame.
    end: 0,
    section: { find, field },
    get(frame) {
      const place = find(frame);
      if (place === undefined || place.start + end > place.end) return null;
      return get(frame, place.start, place.end - place.start);
    },
    put(frame, value) {
      const place = find(frame);
      if (place !== undefined && place.start + end <= place.end) field.put(frame, value, place.start);
    },
  };
}
