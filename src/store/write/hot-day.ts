import type { StreamFacts } from '../day-metadata.ts';
import type { DayRows } from './day-rows.ts';

/** Rows of one day of which the same is known. */
export interface HotDay {
  readonly facts: StreamFacts;
  readonly day: string;
  readonly rows: DayRows;
}

/** Those of a day as one, as long as the same is known of them; provisional ones are the last. */
export function together(days: readonly HotDay[]): HotDay[] {
  const all: HotDay[] = [];
  for (const next of days) {
    const at = all.findLastIndex(({ day }) => day === next.day);
    const before = all[at];
    if (before === undefined || before.facts !== next.facts) all.push(next);
    else all[at] = { ...next, rows: { ...next.rows, final: [...before.rows.final, ...next.rows.final] } };
  }
  return all;
}
