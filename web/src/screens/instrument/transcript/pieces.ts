import { HEADER_BYTES, holderOf, readPlace, showPlace } from './place.ts';
import type { Hit, Piece, Row } from './rows.ts';

/** Where a byte of a packet stands in the log: what a sample that begins there says too. */
function placeIn(position: string, byte: number): string {
  const own = readPlace(position);
  return own === undefined ? position : showPlace({ ...own, offset: own.offset + HEADER_BYTES + byte });
}

export const placeOf = ({ chunk, from }: Piece): string => placeIn(chunk.position, from);
export const placeOfHit = ({ position, at }: Hit): string => placeIn(position, at);

interface PieceOfRow {
  readonly row: number;
  readonly piece: Piece | undefined;
  /** A packet's head belongs to its first piece. */
  readonly start: string;
}

const piecesOf = (row: Row, index: number): PieceOfRow[] =>
  row.pieces.length === 0
    ? [{ row: index, piece: undefined, start: row.position }]
    : row.pieces.map((piece) => ({
        row: index,
        piece,
        start: piece.from === 0 ? piece.chunk.position : placeOf(piece),
      }));

/** The piece that holds a place of the log, and its row. */
function pieceAt(rows: readonly Row[], at: string | undefined): PieceOfRow | undefined {
  const place = readPlace(at);
  if (place === undefined) return undefined;
  const pieces = rows.flatMap(piecesOf);
  const found = holderOf(
    pieces.map(({ start }) => start),
    place,
  );
  return found === undefined ? undefined : pieces[found];
}

export const rowAt = (rows: readonly Row[], at: string | undefined): number | undefined => pieceAt(rows, at)?.row;

/** The record that the byte at a place belongs to. */
export const recordAt = (rows: readonly Row[], at: string | undefined): Piece['record'] =>
  pieceAt(rows, at)?.piece?.record;
