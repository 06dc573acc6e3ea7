import { type Piece, pieceReader } from './pieces.ts';
import { bytesOf } from './recorded-file.ts';
import type { Surveyed } from './survey.ts';

interface PieceOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onRead?: (bytes: Uint8Array) => void;
  /** Told at the end how many bytes belong to nothing. */
  readonly onUnreadable?: (bytes: number) => void;
}

/** What a file holds, in stretches. */
export async function* piecesOf(
  { path, form, generation, first }: Surveyed,
  { onUnreadable, ...options }: PieceOptions,
): AsyncGenerator<readonly Piece[]> {
  const reader = pieceReader(form, generation, first);
  for await (const chunk of bytesOf(path, options)) yield reader.push(chunk);
  yield reader.end();
  onUnreadable?.(reader.unreadable);
}
