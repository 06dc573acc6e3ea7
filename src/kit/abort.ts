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
    promise.then(
      (value) => {
        signal.removeEventListener('abort', abort);
        resolve(value);
      },
      (reason) => {
        signal.removeEventListener('abort', abort);
        reject(reason);
      },
    );
  });
}

type Signals = AbortSignal | undefined | readonly (AbortSignal | undefined)[];

/** Has the controller abort as soon as one of these does; the function that is returned ends that. */
function follow(controller: AbortController, signals: Signals): () => void {
  const leave = [signals].flat().map((signal) => {
    const abort = (): void => controller.abort(signal?.reason);
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
    return () => signal?.removeEventListener('abort', abort);
  });
  return () => {
    for (const each of leave) each();
  };
}

/** What never aborts. Who listens to it leaves when the work is done, as with any other. */
const NEVER = new AbortController().signal;

/**
 * Runs `work` with a signal that aborts when one of these does: with the only one, where there are no more. Nothing of it stays behind with those that live on, as it would
 * for good with `AbortSignal.any` (Node 24).
 */
export async function withEither<T>(signals: Signals, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const [first = NEVER, ...more] = [signals].flat().filter((signal) => signal !== undefined);
  if (more.length === 0) return work(first);
  const either = new AbortController();
  const leave = follow(either, [first, ...more]);
  try {
    return await work(either.signal);
  } finally {
    leave();
  }
}

/** As {@link withEither}, and after `ms` the signal aborts with a `TimeoutError`. Settles as the work does, not before. */
export async function withLimit<T>(
  clock: Clock,
  ms: number,
  awaited: string,
  outer: Signals,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limited = new AbortController();
  const leave = follow(limited, outer);
  const timer = clock.after(ms, () => limited.abort(new TimeoutError(awaited, describeMilliseconds(ms))));
  try {
    return await work(limited.signal);
  } finally {
    timer.cancel();
    leave();
  }
}

/** As {@link withLimit}, but settles at once when the signal aborts. */
export const withDeadline = <T>(
  clock: Clock,
  ms: number,
  awaited: string,
  outer: Signals,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => withLimit(clock, ms, awaited, outer, (signal) => abortable(work(signal), signal));
