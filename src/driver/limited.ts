import { withEither, withLimit } from '../kit/abort.ts';
import type { Clock } from '../kit/clock.ts';
import type { CallOptions } from './instrument-driver.ts';

/**
 * Runs a call with a signal that aborts when its caller's does or its time is over. Settles as the work does, not before: then
 * the instrument is free for the next call.
 */
export const limited = <T>(
  clock: Clock,
  call: string,
  { signal, timeout }: CallOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> =>
  timeout === undefined ? withEither(signal, work) : withLimit(clock, timeout, `'${call}' to be done`, signal, work);
