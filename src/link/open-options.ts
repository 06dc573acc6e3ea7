import type { Clock } from '../kit/clock.ts';
import type { ReadLayout } from './read-memory.ts';

/** Bytes that come so many ms after those before them. */
export interface TimedChunk {
  readonly after: number;
  readonly bytes: Uint8Array;
}

export interface OpenOptions {
  readonly clock: Clock;
  /** Ends the attempt to open; a link that is open is closed with its `close`. */
  readonly signal?: AbortSignal;
  /** How what comes is to lie in memory, where the medium can do that. */
  readonly layout?: ReadLayout;
  /** Reads a recording with its times, for a replay at the recorded pace. */
  readonly readRecording?: (path: string) => AsyncIterable<TimedChunk>;
}
