import type { Nanos } from '../kit/time.ts';
import type { LogSpan, Quality, Values } from '../model/sample.ts';
import type { Content } from './compile-reader.ts';
import type { Decoded } from './sieve.ts';

/** A record's bytes among others, which are never overwritten. */
export interface Place {
  readonly among: Uint8Array;
  readonly start: number;
  readonly length: number;
  readonly port: Nanos | undefined;
  readonly log: LogSpan | undefined;
}

/** A record that was found. Few who get one look at its bytes, and a view costs as much as decoding it: it is made for who does. */
export class FoundRecord implements Decoded {
  readonly stream: string;
  readonly quality: Quality;
  readonly values: Values;
  readonly device: Nanos | undefined;
  readonly port: Nanos | undefined;
  readonly log: LogSpan | undefined;
  readonly #place: Place;

  constructor(stream: string, { quality, values, device }: Content, place: Place) {
    this.stream = stream;
    this.quality = quality;
    this.values = values;
    this.device = device;
    this.port = place.port;
    this.log = place.log;
    this.#place = place;
  }

  get bytes(): Uint8Array {
    const { among, start, length } = this.#place;
    return new Uint8Array(among.buffer, among.byteOffset + start, length);
  }

  /** The same record with other values. */
  with(values: Values): FoundRecord {
    const { quality, device } = this;
    return new FoundRecord(this.stream, { quality, values, device }, this.#place);
  }
}
