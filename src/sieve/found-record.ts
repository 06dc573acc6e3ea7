import type { Nanos } from '../kit/time.ts';
import type { LogSpan, Quality, Values } from '../model/sample.ts';
import type { Content } from './compile-reader.ts';
import type { Arrival, Decoded } from './sieve.ts';

/** Where a record's bytes stand: among others that are never overwritten, and behind others that came with them. */
export interface Place {
  readonly among: Uint8Array;
  readonly index: number;
  readonly length: number;
  readonly arrival: Arrival;
  /** How many bytes of the same arrival stand before it. */
  readonly behind: number;
}

/** A record that was found. What follows from its place is made for who asks: most ask for little, and a view of bytes costs as much as decoding them. */
export class FoundRecord implements Decoded {
  readonly stream: string;
  readonly #content: Content;
  readonly #place: Place;

  constructor(stream: string, content: Content, place: Place) {
    this.stream = stream;
    this.#content = content;
    this.#place = place;
  }

  get quality(): Quality {
    return this.#content.quality;
  }

  get values(): Values {
    return this.#content.values;
  }

  get device(): Nanos | undefined {
    return this.#content.device;
  }

  get port(): Nanos | undefined {
    return this.#place.arrival.time;
  }

  get log(): LogSpan | undefined {
    const { arrival, behind, length } = this.#place;
    const { origin } = arrival;
    return origin && { day: origin.day, offset: origin.offset + behind, length };
  }

  /** Bytes. */
  get length(): number {
    return this.#place.length;
  }

  get bytes(): Uint8Array {
    const { among, index, length } = this.#place;
    return new Uint8Array(among.buffer, among.byteOffset + index, length);
  }

  /** The same record with other values. */
  with(values: Values): FoundRecord {
    return new FoundRecord(this.stream, { ...this.#content, values }, this.#place);
  }
}
