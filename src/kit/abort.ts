import type { Clock } from './clock.ts';
import { describeMilliseconds } from './duration.ts';
import { TimeoutError } from './errors.ts';

/** Settles as `promise` does, or rejects with the signal's reason when that comes first. */
export function abortable<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) {
      // Nobody else looks at how it ends.
      promise.catch(() => {});
      return abort();
    }
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Runs `work` with a signal that aborts when `outer` does, or with a `TimeoutError` after `ms`. */
export async function withDeadline<T>(
  clock: Clock,
  ms: number,
  awaited: string,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const timer = clock.after(ms, () => late.abort(new TimeoutError(awaited, describeMilliseconds(ms))));
  try {
    const signal = outer === undefined ? late.signal : AbortSignal.any([outer, late.signal]);
    return await abortable(work(signal), signal);
  } finally {
    timer.cancel();
  }
}
