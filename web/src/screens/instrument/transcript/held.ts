import { HEADER_BYTES, readPlace, showPlace } from './place.ts';
import { type Chunk, type Entry, toChunk } from './rows.ts';

/** A page of the transcript, as the API gives it. */
export interface Page {
  readonly entries: readonly Entry[];
  readonly previous?: string;
  readonly next?: string;
}

/** The stretch of the transcript that is held: some pages, one behind the other. */
export interface Held {
  readonly chunks: readonly Chunk[];
  /** There is more before it; given as `before`. */
  readonly previous?: string | undefined;
  /** There is more behind it; given as `from`. Absent where it ends with the newest byte. */
  readonly next?: string | undefined;
}

/** So many pieces are held at most: what lies farthest from where somebody reads is let go, and asked for again. */
export const MOST = 6000;

export const NOTHING: Held = { chunks: [] };

export const held = ({ entries, previous, next }: Page): Held => ({ chunks: entries.map(toChunk), previous, next });

/** With the page before it. */
export function prepended(before: Held, page: Page): Held {
  const chunks = [...page.entries.map(toChunk), ...before.chunks];
  const spare = chunks.slice(MOST);
  return {
    chunks: chunks.slice(0, MOST),
    previous: page.previous,
    next: spare[0]?.position ?? before.next,
  };
}

/** With the page behind it, or what has just come. */
export function appended(before: Held, page: Page): Held {
  const fresh = isNew(before);
  const chunks = [...before.chunks, ...page.entries.map(toChunk).filter(fresh)];
  const spare = chunks.length - MOST;
  const kept = spare > 0 ? chunks.slice(spare) : chunks;
  return { chunks: kept, previous: spare > 0 ? kept[0]?.position : before.previous, next: page.next };
}

/** What is told live begins at a place, and may tell again what a page has told already. */
function isNew({ chunks }: Held): (chunk: Chunk) => boolean {
  const last = chunks.slice(-200).map(({ position }) => position);
  const known = new Set(last);
  return ({ position }) => !known.has(position);
}

/** Where the byte behind the last one stands that is held. */
export function endOf({ chunks }: Held): string | undefined {
  const last = chunks.at(-1);
  const place = readPlace(last?.position);
  if (last === undefined || place === undefined) return undefined;
  return showPlace({ ...place, offset: place.offset + HEADER_BYTES + last.bytes.length });
}
