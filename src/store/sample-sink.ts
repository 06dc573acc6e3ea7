import type { Sample } from '../model/sample.ts';

/** Where an instrument's samples go to stay. A sink knows what it already holds, so that a sample given twice is kept once. */
export interface SampleSink extends AsyncDisposable {
  /** Takes samples in the order of the log; they are written in batches, in this order. */
  append(samples: readonly Sample[]): void;
  /** Resolves when all that was appended is safe on disk; rejects when it cannot be written. */
  flush(): Promise<void>;
  /** Samples that wait to be written. */
  readonly backlog: number;
}

/** Keeps nothing: for an instrument whose samples are only looked at. The log still has every byte. */
export const nullSink: SampleSink = {
  backlog: 0,
  append: () => {},
  flush: async () => {},
  [Symbol.asyncDispose]: async () => {},
};
