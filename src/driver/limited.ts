import { withEither } from '../kit/abort.ts';
import type { Clock } from '../kit/clock.ts';
import { describeMilliseconds } from '../kit/duration.ts';
import { TimeoutError } from '../kit/errors.ts';
import type { CallOptions } from './instrument-driver.ts';

/**
 * Runs a call with a signal that aborts when its caller's does or its time is over. Settles as the work does, not before: then
 * the instrument is free for the next call.
 */
export async function limited<T>(
  clock: Clock,
  call: string,
  { signal, timeout }: CallOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const give = (ms: number) =>
    clock.after(ms, () => late.abort(new TimeoutError(`'${call}' to be done`, describeMilliseconds(ms))));
  const timer = timeout === undefined ? undefined : give(timeout);
  try {
    return await withEither([signal, late.signal], work);
  } finally {
    timer?.cancel();
  }
}
