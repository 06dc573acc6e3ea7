import type { Clock } from '../kit/clock.ts';

/** How long more may wait for a client than its queue is to hold, in ms: the system may have let others run first. */
const PATIENCE_MS = 1000;
/** How many times as much may wait meanwhile. */
const BURST = 8;

/** Whether what waits for a client, in bytes, is too much: more than `queue` for a second, or eight times as much at all. To be asked whenever more is sent. */
export function tolerance(queue: number, clock: Pick<Clock, 'elapsed'>): (waiting: number) => boolean {
  let since: number | undefined;
  return (waiting) => {
    if (waiting <= queue) {
      since = undefined;
      return false;
    }
    since ??= clock.elapsed();
    return waiting > BURST * queue || clock.elapsed() - since > PATIENCE_MS;
  };
}
