import type { Sample } from '../model/sample.ts';

/** From this load on a sink writes, and does not wait until samples are old. */
export const DUE = 0.5;

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
  /**
   * How much waits to be written, as a share of what may: from `DUE` on it is written, and more than 1 is not to wait in memory, since
   * the log keeps it.
   */
  readonly load: number;
}

/** Several sinks as one: what is safe is safe in all of them. */
export const allSinks = (sinks: readonly SampleSink[]): SampleSink => ({
  get load() {
    return Math.max(0, ...sinks.map(({ load }) => load));
  },
  append: (samples) => {
    for (const sink of sinks) sink.append(samples);
  },
  settle: (samples) => {
    for (const sink of sinks) sink.settle(samples);
  },
  flush: async (when) => (await allOf(sinks, (sink) => sink.flush(when))).every(Boolean),
  [Symbol.asyncDispose]: async () => void (await allOf(sinks, (sink) => sink[Symbol.asyncDispose]())),
});

/** Waits for all, also when one fails, and then fails as the first that did. */
async function allOf<T>(sinks: readonly SampleSink[], work: (sink: SampleSink) => PromiseLike<T>): Promise<T[]> {
  const working = sinks.map(work);
  await Promise.allSettled(working);
  return Promise.all(working);
}

/** Keeps nothing: for an instrument whose samples are only looked at. The log still has every byte. */
export const nullSink: SampleSink = {
  load: 0,
  append: () => {},
  settle: () => {},
  flush: async () => true,
  [Symbol.asyncDispose]: async () => {},
};
