import type { Nanos } from '../kit/time.ts';
import type { LogSpan, Quality, Values } from '../model/sample.ts';

/** A record that was found in the stream. */
export interface Decoded {
  readonly stream: string;
  readonly quality: Quality;
  readonly values: Values;
  /** The record as it came. A view into what was pushed: copy it to keep it for long. */
  readonly bytes: Uint8Array;
  /** Arrival of the first byte. */
  readonly port?: Nanos | undefined;
  /** The instrument's own clock. */
  readonly device?: Nanos | undefined;
  readonly log?: LogSpan | undefined;
}

/** Where a byte stands in the instrument's log. */
export interface Origin {
  readonly day: string;
  readonly offset: number;
}

export interface Arrival {
  readonly time?: Nanos | undefined;
  /** The place of the first byte; the others follow it. */
  readonly origin?: Origin | undefined;
}

/** Every byte is either claimed by a record, unmatched, or not yet decided. */
export interface SieveCounts {
  readonly bytes: number;
  readonly claimed: number;
  readonly unmatched: number;
  readonly checksumFailed: number;
  /** By stream, those that were given out. */
  readonly samples: Readonly<Record<string, number>>;
}

/**
 * Finds the records of one definition in a stream of bytes. What it finds does not depend on how the stream was cut into
 * pieces. It holds back no more than the longest record or line.
 */
export interface Sieve {
  /** The next bytes from the instrument. They must not be changed afterwards: records are views into them. */
  push(bytes: Uint8Array, arrival?: Arrival): readonly Decoded[];
  /** What went to the instrument: its reply may be a record that nothing else tells apart. */
  sent(bytes: Uint8Array): void;
  /** The input is over: what was waited for is judged as it stands. What is pushed then is the beginning of another input. */
  end(): readonly Decoded[];
  /** The connection was cut: as {@link end}, and no reply is expected any more. */
  reset(): readonly Decoded[];
  readonly counts: SieveCounts;
  /** The first byte that is not yet decided, where the log places it. A new sieve that starts there finds the same. */
  readonly pending: Origin | undefined;
  /** Last values by stream, as far as later records need them: a new sieve that starts at {@link pending} must be told. */
  readonly remembered: Readonly<Record<string, Values>>;
}
