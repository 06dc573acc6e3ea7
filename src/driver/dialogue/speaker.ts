import type { Exchange, Reply } from '../../definition/instrument.ts';
import type { ConnectionError } from '../../kit/errors.ts';
import type { ExchangeOptions, FoundSample } from './options.ts';

/** How a driver speaks with its instrument: over a line of its own, or through the driver of another instrument. */
export interface Speaker {
  /** As {@link runSteps}, one. */
  exchange(exchange: Exchange, options: ExchangeOptions): Promise<Reply>;
  /** Sends one after the other with nothing else in between, and returns the last reply. */
  runSteps(steps: readonly Exchange[], options: ExchangeOptions): Promise<Reply>;
  /** Takes live bytes as they came, with the samples that were complete with them, and the link where there are several. */
  received(bytes: Uint8Array, samples: readonly FoundSample[], link?: string): void;
  /** What runs and all that waits fails with this at once. */
  lost(error: ConnectionError): void;
  /** As {@link lost}, for good. */
  close(): void;
}
