import type { Flag } from '../model/sample.ts';
import { SlidingRange } from './sliding-range.ts';

/** Seconds for which values may stay within `tolerance`, in their unit: `suspect_threshold`, `fail_threshold` and `tolerance` of ioos_qc. */
export interface FlatLine {
  readonly tolerance: number;
  readonly suspect?: number | undefined;
  readonly fail?: number | undefined;
}

/** Seconds of the past that decide about a value. */
export const flatLineReach = ({ suspect = 0, fail = 0 }: FlatLine): number => 1.5 * Math.max(suspect, fail);

/**
 * QARTOD test 8: whether the values have stood still. `at` in Unix seconds; `interval` is the time between two samples, in seconds, as far
 * as it is known. As in ioos_qc the values of as many whole intervals are looked at as the threshold has, and a missing one changes nothing; here
 * at least of one, only where more than half of the samples have come, and from anew where time goes backwards.
 */
export function flatLine({ tolerance, suspect, fail }: FlatLine): FlatLineTest {
  const isSuspect = standsStill(tolerance, suspect);
  const isFailed = standsStill(tolerance, fail);
  return (value, at, interval) => {
    // Both must see every value.
    const [suspected, failed] = [isSuspect(value, at, interval), isFailed(value, at, interval)];
    if (!Number.isFinite(value)) return 9;
    return failed ? 4 : suspected ? 3 : 1;
  };
}

export type FlatLineTest = (value: number, at: number, interval: number | undefined) => Flag;

function standsStill(
  tolerance: number,
  threshold: number | undefined,
): (value: number, at: number, interval: number | undefined) => boolean {
  if (threshold === undefined) return () => false;
  let window = new SlidingRange();
  let first: number | undefined;
  let last: number | undefined;
  return (value, at, interval = 0) => {
    if (last !== undefined && at < last) {
      window = new SlidingRange();
      first = undefined;
    }
    first ??= at;
    last = at;
    window.push(value, at);
    const intervals = interval > 0 ? Math.max(1, Math.floor(threshold / interval)) : 0;
    const reach = interval > 0 ? intervals * interval : threshold;
    const half = interval / 2;
    window.dropBefore(at - reach - half);
    const isCovered = at - first >= reach - half && window.size > Math.max(1, (intervals + 1) / 2);
    return isCovered && window.range !== undefined && window.range < tolerance;
  };
}
