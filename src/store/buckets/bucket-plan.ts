import type { SnapshotDay } from '../read/stream-snapshot.ts';
import { inDay, isEmpty, type Stretch } from '../read/stretch.ts';
import { wholeMinutes } from './bucket-grid.ts';

/** A stretch of time, and the days that it touches. */
export interface DaysStretch extends Stretch {
  readonly days: readonly SnapshotDay[];
}

/** Which stretches of a query are read from roll-ups, and which from samples. */
export interface BucketPlan {
  readonly rolled: readonly DaysStretch[];
  readonly raw: readonly DaysStretch[];
}

/** Each whole minute of a day that is rolled up comes from there, everything else from the samples. */
export function planBuckets(
  days: readonly SnapshotDay[],
  stretch: Stretch,
  isRolledUp: (day: SnapshotDay) => boolean,
): BucketPlan {
  const { from, to } = stretch;
  const minutes = wholeMinutes(stretch);
  const rolled: DaysStretch[] = [];
  const raw: DaysStretch[] = [];
  for (const day of days) {
    if (minutes === undefined || !isRolledUp(day)) {
      add(raw, day, stretch);
    } else {
      add(raw, day, { from, to: minutes.from });
      add(rolled, day, minutes);
      add(raw, day, { from: minutes.to, to });
    }
  }
  return { rolled, raw };
}

/** Adds what of the day lies in the stretch; what follows at once is one with what was before. */
function add(stretches: DaysStretch[], day: SnapshotDay, stretch: Stretch): void {
  const next = inDay(day.day, stretch);
  if (isEmpty(next)) return;
  const last = stretches.at(-1);
  if (last?.to === next.from) stretches.splice(-1, 1, { from: last.from, to: next.to, days: [...last.days, day] });
  else stretches.push({ ...next, days: [day] });
}
