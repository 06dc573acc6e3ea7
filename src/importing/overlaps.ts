import { crc32 } from 'node:zlib';
import type { Nanos } from '../kit/time.ts';
import type { Piece } from './pieces.ts';

/** More than so many pieces are not remembered. */
const MOST = 4_000_000;

/** Files that overlap in time may hold the same twice. Remembers as much of them as others may hold again. */
export class Overlaps {
  /** In which file a piece was first. */
  readonly #seen = new Map<string, number>();
  #newest: Nanos | undefined;

  /** What is older than this does not come again. */
  begin(oldest: Nanos): void {
    if (this.#newest !== undefined && oldest > this.#newest) this.#seen.clear();
  }

  /** Whether another file has held the piece; one that it holds twice itself has come twice. */
  isRepeated(piece: Piece, file: number): boolean {
    if (this.#seen.size === 0 || piece.time > (this.#newest ?? piece.time)) return false;
    const before = this.#seen.get(keyOf(piece));
    return before !== undefined && before !== file;
  }

  remember(piece: Piece, file: number): void {
    if (this.#seen.size >= MOST) return;
    const key = keyOf(piece);
    if (!this.#seen.has(key)) this.#seen.set(key, file);
    if (this.#newest === undefined || piece.time > this.#newest) this.#newest = piece.time;
  }
}

const keyOf = ({ time, payload, type }: Piece): string => `${time} ${type} ${payload.length} ${crc32(payload)}`;
