import type { Sample } from '../model/sample.ts';

/** Where an instrument's samples go to stay. A sink knows what it already holds, so that a sample given twice is kept once. */
export interface SampleSink extends AsyncDisposable {
  /** Takes samples in the order of the log; they are written in batches, in this order. */
  append(samples: readonly Sample[]): void;
  /** Takes samples again whose flags were provisional and are not any more. */
  settle(samples: readonly Sample[]): void;
  /**
   * Brings what was appended before the call to the disk: all of it `now`, or as far as it is `due`. True when all of it is safe there.
   * Rejects when it cannot be written.
   */
  flush(when: 'due' | 'now'): Promise<boolean>;
  /** Samples that wait to be written. */
  readonly backlog: number;
}

/** Keeps nothing: for an instrument whose samples are only looked at. The log still has every byte. */
export const nullSink: SampleSink = {
  backlog: 0,
  append: () => {},
  settle: () => {},
  flush: async () => true,
  [Symbol.asyncDispose]: async () => {},
};
