import { dayOf, fromIso } from '../../kit/time.ts';
import type { Sample } from '../../model/sample.ts';

const DAY = 86_400_000_000_000n;

/** Samples by the day of their time, those of a day in their order. Which day it is is found out where it changes, not for each of them. */
export function byDay(samples: readonly Sample[]): ReadonlyMap<string, readonly Sample[]> {
  const days = new Map<string, Sample[]>();
  let own: Sample[] = [];
  let [from, to] = [0n, 0n];
  for (const sample of samples) {
    if (sample.time < from || sample.time >= to) {
      const day = dayOf(sample.time);
      from = fromIso(day);
      to = from + DAY;
      own = days.get(day) ?? [];
      days.set(day, own);
    }
    own.push(sample);
  }
  return days;
}
