import type { z } from 'zod';
import type { transcriptEntry } from '../../../../../src/model/api/data.ts';
import { fromBase64, shown } from './bytes.ts';

export type Entry = z.infer<typeof transcriptEntry>;
export type Direction = Entry['direction'];

/** What went over the line, with its bytes at hand. */
export interface Chunk extends Omit<Entry, 'bytes'> {
  readonly bytes: Uint8Array;
}

export const toChunk = (entry: Entry): Chunk => ({ ...entry, bytes: fromBase64(entry.bytes) });

/** A stretch of a chunk that is shown alike: of one record, or of none. */
export interface Piece {
  readonly chunk: Chunk;
  readonly from: number;
  readonly to: number;
  /** The record that it belongs to. */
  readonly record?: { readonly stream: string; readonly time: string };
  /** Its record begins with it. */
  readonly begins?: true;
  /** It is what was looked for. */
  readonly found?: true;
}

/** What a search has found: so many bytes of one direction, from a byte of the chunk at a position. */
export interface Hit {
  readonly position: string;
  readonly at: number;
  readonly length: number;
}

/** One line of the list. All lines are of the same height. */
export interface Row {
  /** The same as long as the row shows the same bytes. */
  readonly key: string;
  /** Of its first byte's chunk. */
  readonly position: string;
  readonly time: string;
  readonly direction: Direction;
  /** Goes on what the row before it began. */
  readonly continued: boolean;
  readonly pieces: readonly Piece[];
}

/** How rows are cut: so many characters in a row of text, where a new line begins one too; so many bytes in a row of hex, where it is that. */
export interface Cut {
  readonly columns: number;
  readonly hex?: number;
}

/** Bytes that came within so many ms of each other stand in one row: many instruments are typed to character by character. */
const TOGETHER = 1000;
const NEWLINE = 10;

/** What went over the line as rows of the same height, in its order. */
export function rowsOf(chunks: readonly Chunk[], cut: Cut, hit?: Hit): Row[] {
  const rows: Row[] = [];
  const found = stretchesFound(chunks, hit);
  const begins = beginnings();
  let open: OpenRow | undefined;
  const close = (): void => {
    if (open !== undefined && open.pieces.length > 0) rows.push(open);
    open = undefined;
  };
  for (const chunk of chunks) {
    if (open !== undefined && !goesOn(open, chunk)) close();
    for (const stretch of marked(stretchesOf(chunk), found.get(chunk))) {
      let from = stretch.from;
      while (from < stretch.to) {
        open ??= openRow(chunk, from);
        const taken = take(open, chunk.bytes, from, stretch.to, cut);
        if (taken.bytes > 0) open.pieces.push(begins({ ...stretch, from, to: from + taken.bytes }));
        from += taken.bytes;
        if (taken.full) close();
      }
    }
    if (chunk.bytes.length === 0) rows.push({ ...openRow(chunk, 0) });
  }
  close();
  return rows;
}

/** Marks the first piece of each record; one may go on over rows and chunks. */
function beginnings(): (piece: Piece) => Piece {
  let last = '';
  return (piece) => {
    if (piece.record === undefined) return piece;
    const own = `${piece.record.stream} ${piece.record.time}`;
    const begins = own !== last;
    last = own;
    return begins ? { ...piece, begins } : piece;
  };
}

interface OpenRow extends Row {
  readonly pieces: Piece[];
  width: number;
}

const openRow = (chunk: Chunk, from: number): OpenRow => ({
  key: `${chunk.position}+${from}`,
  position: chunk.position,
  time: chunk.time,
  direction: chunk.direction,
  continued: from > 0,
  pieces: [],
  width: 0,
});

/** Went over the line; all else the port agent says itself, as text. */
export const isTalk = (direction: Direction): boolean => direction === 'received' || direction === 'sent';

const goesOn = (row: OpenRow, chunk: Chunk): boolean =>
  row.direction === chunk.direction &&
  isTalk(chunk.direction) &&
  Math.abs(Date.parse(chunk.time) - Date.parse(row.pieces.at(-1)?.chunk.time ?? row.time)) < TOGETHER;

/** How many bytes fit into the row, and whether it is full then. At least one does into an empty row. */
function take(row: OpenRow, bytes: Uint8Array, from: number, to: number, cut: Cut): { bytes: number; full: boolean } {
  const hex = isTalk(row.direction) ? cut.hex : undefined;
  const most = hex ?? cut.columns;
  for (let at = from; at < to; at++) {
    const byte = bytes[at]!;
    const width = hex === undefined ? shown(byte).text.length : 1;
    if (row.width > 0 && row.width + width > most) return { bytes: at - from, full: true };
    row.width += width;
    if (hex === undefined && byte === NEWLINE) return { bytes: at - from + 1, full: true };
  }
  return { bytes: to - from, full: false };
}

/** The chunk's bytes, cut where records begin and end. */
function stretchesOf(chunk: Chunk): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const upTo = (to: number): void => {
    if (to > at) pieces.push({ chunk, from: at, to });
    at = Math.max(at, to);
  };
  for (const { from, to, stream, time } of chunk.matched.toSorted((a, b) => a.from - b.from)) {
    upTo(from);
    const begin = Math.max(from, at);
    const end = Math.min(to, chunk.bytes.length);
    if (end > begin) pieces.push({ chunk, from: begin, to: end, record: { stream, time } });
    at = Math.max(at, end);
  }
  upTo(chunk.bytes.length);
  return pieces;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Which bytes of which chunks are what was found. */
function stretchesFound(chunks: readonly Chunk[], hit: Hit | undefined): ReadonlyMap<Chunk, Stretch> {
  const found = new Map<Chunk, Stretch>();
  const first = hit === undefined ? -1 : chunks.findIndex(({ position }) => position === hit.position);
  const begin = chunks[first];
  if (hit === undefined || begin === undefined) return found;
  let left = hit.length;
  let from = hit.at;
  for (const chunk of chunks.slice(first)) {
    if (chunk.direction !== begin.direction) continue;
    const to = Math.min(chunk.bytes.length, from + left);
    found.set(chunk, { from, to });
    left -= to - from;
    from = 0;
    if (left <= 0) break;
  }
  return found;
}

const marked = (pieces: readonly Piece[], found: Stretch | undefined): readonly Piece[] =>
  found === undefined ? pieces : pieces.flatMap((piece) => split(piece, found));

/** A piece, cut where what was found begins and ends. */
function split(piece: Piece, found: Stretch): Piece[] {
  const from = Math.min(piece.to, Math.max(piece.from, found.from));
  const to = Math.max(from, Math.min(piece.to, found.to));
  const parts: Piece[] = [
    { ...piece, to: from },
    { ...piece, from, to, found: true },
    { ...piece, from: to },
  ];
  return parts.filter((part) => part.to > part.from);
}
