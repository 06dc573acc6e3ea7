import { type Clock, sleep } from '../kit/clock.ts';

/** Holds the line in the break state for `ms`, and lets go of it whatever happens. */
export async function holdBreak(
  set: (held: boolean) => Promise<void>,
  clock: Clock,
  ms: number,
  signal: AbortSignal,
): Promise<undefined> {
  await set(true);
  try {
    await sleep(clock, ms, signal);
  } finally {
    await set(false);
  }
}
