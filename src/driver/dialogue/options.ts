import type { Dialogue as DialogueInfo } from '../../definition/instrument.ts';
import type { Clock } from '../../kit/clock.ts';
import type { Duration } from '../../kit/duration.ts';
import type { Exchange as ExchangeRecord } from '../../model/driver-event.ts';
import type { Guard } from '../guard.ts';

export interface DialogueOptions {
  readonly dialogue: DialogueInfo;
  readonly clock: Clock;
  /** Streams whose samples come by themselves: they are no part of a reply. */
  readonly streaming: readonly string[];
  readonly send: (bytes: Uint8Array, signal: AbortSignal) => Promise<void>;
  readonly sendBreak: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Hears of every exchange, however it ended. */
  readonly onExchange?: (record: ExchangeRecord) => void;
  /** Runs what the definition says is to be done at once. */
  readonly guard?: Guard | undefined;
  /** The longest reply, in bytes; 1 MiB. */
  readonly longestReply?: number;
}

export interface ExchangeOptions {
  /** What the transcript calls it. */
  readonly command: string;
  readonly signal?: AbortSignal | undefined;
  /** Instead of the dialogue's own. */
  readonly pace?: Duration | 'echo' | undefined;
  /** Always or never; only when it may be asleep where nothing is said. */
  readonly wakeFirst?: boolean | undefined;
  /** Samples of these streams belong to the reply, even when they also come by themselves. */
  readonly yields?: readonly string[] | undefined;
  /** How often it is tried again after a time-out. */
  readonly retries?: number | undefined;
  /** How often it is sent: instruments that want a dangerous command twice. The reply is the last one's. */
  readonly times?: number | undefined;
  /** Sent at once, without waiting for what a given-up exchange may still bring: to break that off. */
  readonly urgent?: boolean | undefined;
  /** Hears the reply as it grows: whole lines, and what remains when it is over. */
  readonly onReceived?: ((text: string) => void) | undefined;
}

/** A sample that the sieve found in what came. */
export interface FoundSample {
  readonly stream: string;
  readonly bytes: Uint8Array;
}
