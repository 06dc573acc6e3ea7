export interface BackoffOptions {
  /** First wait, in ms. */
  readonly first?: number;
  readonly factor?: number;
  /** Longest wait, in ms. */
  readonly longest?: number;
  /** A number in 0…1, for the jitter. */
  readonly random?: () => number;
}

export interface Backoff {
  /** How long to wait before the next attempt, in ms: grows with each call. */
  next(): number;
  reset(): void;
}

/** Waits of 0.5 s × 1.6 each with ±20 % jitter, at most 30 s, so that many who lost the same device do not return at once. */
export function backoff(options: BackoffOptions = {}): Backoff {
  const { first = 500, factor = 1.6, longest = 30_000, random = Math.random } = options;
  let wait = first;
  return {
    next() {
      const jittered = Math.min(longest, wait * (0.8 + 0.4 * random()));
      wait = Math.min(longest, wait * factor);
      return jittered;
    },
    reset() {
      wait = first;
    },
  };
}
