import type { Place } from './found-record.ts';
import type { Arrival, Origin } from './sieve.ts';

const SPARE = 65_536;

/** A stretch that came in one push; `start` is its place in the whole stream. */
interface Piece {
  readonly start: number;
  readonly arrival: Arrival;
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * The bytes that are not yet decided, and when and from where they came. Places are counted in the whole stream. Bytes are never
 * moved or overwritten, because records are views of them: where there is no room behind them, they are copied to a new place.
 */
export class Window {
  bytes: Buffer = Buffer.alloc(0);
  view: DataView = new DataView(this.bytes.buffer, 0, 0);
  /** The place of `bytes[0]`. */
  base = 0;
  #room: Buffer = this.bytes;
  #start = 0;
  #pieces: Piece[] = [];

  /** The place after the last byte that came. */
  get end(): number {
    return this.base + this.bytes.length;
  }

  append(bytes: Uint8Array, arrival: Arrival): void {
    const { end } = this;
    while (this.#pieces.length > 1 && this.#pieces[1]!.start <= this.#start) this.#pieces.shift();
    this.#pieces.push({ start: end, arrival });
    const used = this.bytes.length + bytes.length;
    if (this.#start === end) {
      this.#show(asBuffer(bytes), end, bytes.length);
    } else if (used <= this.#room.length) {
      this.#room.set(bytes, this.bytes.length);
      this.#show(this.#room, this.base, used);
    } else {
      const kept = this.bytes.subarray(this.#start - this.base);
      const room = Buffer.allocUnsafeSlow(Math.max(SPARE, 2 * (kept.length + bytes.length)));
      room.set(kept);
      room.set(bytes, kept.length);
      this.#show(room, this.#start, kept.length + bytes.length);
    }
  }

  #show(room: Buffer, base: number, length: number): void {
    this.#room = room;
    this.base = base;
    this.bytes = room.subarray(0, length);
    this.view = new DataView(room.buffer, room.byteOffset, length);
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
