import { fromIso, type Nanos } from '../kit/time.ts';
import { wholeMinutes } from './bucket-grid.ts';
import { DAY, type SnapshotDay } from './stream-snapshot.ts';

/** A stretch of time, and the days that it touches. */
export interface Stretch {
  readonly from: Nanos;
  readonly to: Nanos;
  readonly days: readonly SnapshotDay[];
}

/** Which stretches of a query are read from roll-ups, and which from samples. */
export interface BucketPlan {
  readonly rolled: readonly Stretch[];
  readonly raw: readonly Stretch[];
}

const later = (a: Nanos, b: Nanos): Nanos => (a > b ? a : b);
const earlier = (a: Nanos, b: Nanos): Nanos => (a < b ? a : b);

/** Each whole minute of a day that is rolled up comes from there, everything else from the samples. */
export function planBuckets(
  days: readonly SnapshotDay[],
  from: Nanos,
  to: Nanos,
  isRolledUp: (day: SnapshotDay) => boolean,
): BucketPlan {
  const minutes = wholeMinutes(from, to);
  const rolled: Stretch[] = [];
  const raw: Stretch[] = [];
  for (const day of days) {
    const start = fromIso(day.day);
    const add = (stretches: Stretch[], begin: Nanos, end: Nanos): void => {
      const own = { from: later(begin, start), to: earlier(end, start + DAY) };
      if (own.from < own.to) join(stretches, { ...own, days: [day] });
    };
    if (minutes === undefined || !isRolledUp(day)) {
      add(raw, from, to);
    } else {
      add(raw, from, minutes.from);
      add(rolled, minutes.from, minutes.to);
      add(raw, minutes.to, to);
    }
  }
  return { rolled, raw };
}

/** What follows at once is one with what was before. */
function join(stretches: Stretch[], next: Stretch): void {
  const last = stretches.at(-1);
  if (last?.to === next.from) stretches.splice(-1, 1, { ...last, to: next.to, days: [...last.days, ...next.days] });
  else stretches.push(next);
}
