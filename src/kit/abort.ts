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

/**
 * Runs `work` with a signal that aborts when one of these does. Nothing of it stays behind with those that live on, as it would
 * for good with `AbortSignal.any` (Node 24).
 */
export async function withEither<T>(
  signals: readonly (AbortSignal | undefined)[],
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const either = new AbortController();
  const leave = signals.map((signal) => {
    const abort = (): void => either.abort(signal?.reason);
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
    return () => signal?.removeEventListener('abort', abort);
  });
  try {
    return await work(either.signal);
  } finally {
    for (const each of leave) each();
  }
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
    return await withEither([outer, late.signal], (signal) => abortable(work(signal), signal));
  } finally {
    timer.cancel();
  }
}
