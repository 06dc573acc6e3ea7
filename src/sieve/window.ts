import type { Place } from './found-record.ts';
import type { Arrival, Origin } from './sieve.ts';

/** Bytes that are set aside at once for what must be kept. */
const SPARE = 16_384;

/** A stretch that came in one push; `start` is its place in the whole stream. */
interface Piece {
  readonly start: number;
  readonly arrival: Arrival;
}

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * The bytes that are not yet decided, and when and from where they came. Places are counted in the whole stream. Bytes are never
 * moved or overwritten, because records are views of them: those that wait for others are copied to where there is room behind them.
 */
export class Window {
  bytes: Buffer = Buffer.alloc(0);
  /** The place of `bytes[0]`. */
  base = 0;
  #view: DataView | undefined;
  /** Where bytes are copied to: from {@link #free} on it was never used. */
  #room: Buffer = this.bytes;
  #free = 0;
  /** Where the bytes begin in the room; `undefined` while they are what was pushed. */
  #inRoom: number | undefined;
  #start = 0;
  #pieces: Piece[] = [];

  /** The same bytes, to be read as numbers. */
  get view(): DataView {
    this.#view ??= new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length);
    return this.#view;
  }

  /** The place after the last byte that came. */
  get end(): number {
    return this.base + this.bytes.length;
  }

  append(bytes: Uint8Array, arrival: Arrival): void {
    const { end } = this;
    while (this.#pieces.length > 1 && this.#pieces[1]!.start <= this.#start) this.#pieces.shift();
    this.#pieces.push({ start: end, arrival });
    this.#view = undefined;
    if (this.#start === end) {
      this.bytes = asBuffer(bytes);
      this.base = end;
      this.#inRoom = undefined;
      return;
    }
    if (this.#inRoom === undefined || this.#free + bytes.length > this.#room.length) this.#move(bytes.length);
    this.#room.set(bytes, this.#free);
    this.#free += bytes.length;
    this.bytes = this.#room.subarray(this.#inRoom, this.#free);
  }

  /** Copies what is not decided to where so many bytes more have room behind it. */
  #move(more: number): void {
    const kept = this.bytes.subarray(this.#start - this.base);
    if (this.#free + kept.length + more > this.#room.length) {
      this.#room = Buffer.allocUnsafeSlow(Math.max(SPARE, 2 * (kept.length + more)));
      this.#free = 0;
    }
    this.#inRoom = this.#free;
    this.base = this.#start;
    this.#room.set(kept, this.#free);
    this.#free += kept.length;
  }

  /** All before this place is decided. */
  forget(start: number): void {
    this.#start = start;
  }

  /** Where a record stands. */
  placeOf(start: number, end: number): Place {
    const piece = this.#pieceOf(start);
    return {
      among: this.bytes,
      index: start - this.base,
      length: end - start,
      arrival: piece.arrival,
      behind: start - piece.start,
    };
  }

  /** Where the log holds the byte at a place. */
  originOf(place: number): Origin | undefined {
    const { start, arrival } = this.#pieceOf(place);
    const { origin } = arrival;
    return origin && { day: origin.day, offset: origin.offset + (place - start) };
  }

  #pieceOf(place: number): Piece {
    const pieces = this.#pieces;
    if (pieces.length === 1) return pieces[0]!;
    let low = 0;
    let high = pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (pieces[middle]!.start <= place) low = middle;
      else high = middle - 1;
    }
    return pieces[low]!;
  }
}
