import type { LogSpan, Sample } from '../model/sample.ts';

/** Where an instrument's samples go to stay. A sink knows what it already holds, so that a sample given twice is kept once. */
export interface SampleSink extends AsyncDisposable {
  /** Takes samples in the order of the log; they are written in batches, in this order. */
  append(samples: readonly Sample[]): void;
  /** Resolves when all that was appended is safe on disk; rejects when it cannot be written. */
  flush(): Promise<void>;
  /** Samples that wait to be written. */
  readonly backlog: number;
}

/** Whether a stretch of the log stands before another, or is the same. */
export function isAtOrBefore(a: Pick<LogSpan, 'day' | 'offset'>, b: Pick<LogSpan, 'day' | 'offset'>): boolean {
  return a.day < b.day || (a.day === b.day && a.offset <= b.offset);
}
