/** A place in an instrument's log: a day's file, and an offset in it. */
export interface Place {
  readonly day: string;
  readonly offset: number;
}

/** Bytes that stand before a packet's payload in the log. */
export const HEADER_BYTES = 16;

export const showPlace = ({ day, offset }: Place): string => `${day}:${offset}`;

/** Reads `<day>:<offset>`; nothing for anything else. */
export function readPlace(text: string | null | undefined): Place | undefined {
  const [, day, offset] = /^(\d{4}-\d\d-\d\d):(\d{1,15})$/.exec(text ?? '') ?? [];
  return day === undefined || offset === undefined ? undefined : { day, offset: Number(offset) };
}

/** Below 0 where the first stands before the second. */
export const compare = (a: Place, b: Place): number => (a.day === b.day ? a.offset - b.offset : a.day < b.day ? -1 : 1);

/** Of texts `<day>:<offset>`, in order, the last one that does not stand behind a place: the piece that holds it. */
export function holderOf(positions: readonly string[], place: Place): number | undefined {
  const found = positions.findLastIndex((one) => {
    const own = readPlace(one);
    return own !== undefined && compare(own, place) <= 0;
  });
  return found < 0 ? undefined : found;
}
