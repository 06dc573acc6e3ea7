import { toText } from '../../kit/bytes.ts';
import { HEADER_SIZE } from '../../packet/codec.ts';
import type { LoggedPacket } from '../../packet/log-reader.ts';
import { comparePositions, formatPosition, type Position } from '../../packet/position.ts';
import { type Direction, directionOf } from './entries.ts';

/** What is looked for. */
export interface Sought {
  readonly bytes: Uint8Array;
  /** Letters are the same in capitals and not. */
  readonly isText: boolean;
}

/** Where in a log something begins that was looked for. */
export interface Hit {
  /** Of the packet. */
  readonly position: Position;
  /** The first byte, in the packet's payload. */
  readonly at: number;
  readonly length: number;
}

/** Where the byte stands in the log. */
export const placeOf = ({ position, at }: Hit): Position => ({
  day: position.day,
  offset: position.offset + HEADER_SIZE + at,
});

export const toHitJson = ({ position, at, length }: Hit) => ({ position: formatPosition(position), at, length });

interface Tail {
  /** The last bytes that came in a direction, too few to be what is looked for; */
  text: string;
  /** where each of them stands. */
  places: { readonly position: Position; readonly at: number }[];
}

export interface Finder {
  /** All that begins, and now ends, with this packet. */
  find(logged: LoggedPacket): Hit[];
  /** The first packet from a place on in which something may have begun that has not ended. */
  undecided(from: Position): Position | undefined;
}

/** Looks for bytes in packets as they come; what was sent and what came is each one stretch, however it is cut. */
export function finder({ bytes, isText }: Sought): Finder {
  const folded = (text: string): string => (isText ? text.toLowerCase() : text);
  const wanted = folded(toText(bytes));
  const tails = new Map<Direction, Tail>();
  const find = ({ packet, position }: LoggedPacket): Hit[] => {
    const direction = directionOf(packet.type);
    if (direction === undefined) return [];
    const { text: before, places } = tails.get(direction) ?? { text: '', places: [] };
    const text = before + folded(toText(packet.payload));
    const placeAt = (index: number) => places[index] ?? { position, at: index - before.length };
    const hits: Hit[] = [];
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1))
      hits.push({ ...placeAt(at), length: bytes.length });
    const kept = Math.min(text.length, wanted.length - 1);
    const start = text.length - kept;
    tails.set(direction, {
      text: text.slice(start),
      places: Array.from({ length: kept }, (_, i) => placeAt(start + i)),
    });
    return hits;
  };
  return {
    find,
    undecided: (from) =>
      [...tails.values()]
        .flatMap(({ places }) => places.map(({ position }) => position))
        .filter((position) => comparePositions(position, from) >= 0)
        .sort(comparePositions)[0],
  };
}
