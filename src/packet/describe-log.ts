import { type Archived, readArchived } from './archived.ts';
import { readDigest } from './digest.ts';
import { isHere, knownDays, logPath } from './log-days.ts';
import { withDay } from './open-day.ts';
import { storedSize } from './upkeep.ts';

/** What there is of one day of a log. */
export interface DayFacts {
  readonly day: string;
  /** Whether its bytes are here, and in which form. */
  readonly here: 'plain' | 'compressed' | 'deleted';
  /** How many bytes were logged. */
  readonly bytes: number | undefined;
  /** How many bytes it takes here. */
  readonly stored: number;
  /** SHA-256 of the bytes that were logged, once the day is over and was looked after. */
  readonly sha256: string | undefined;
  readonly archived: Archived | undefined;
}

/** Every day of which anything is known, oldest first. */
export async function describeLog(dir: string): Promise<DayFacts[]> {
  const facts: DayFacts[] = [];
  for (const entry of await knownDays(dir)) {
    const { day } = entry;
    const archived = await readArchived(dir, day);
    facts.push({
      day,
      here: entry.plain ? 'plain' : entry.compressed ? 'compressed' : 'deleted',
      bytes: isHere(entry) ? await withDay(dir, day, async ({ size }) => size) : archived?.bytes,
      stored: await storedSize(dir, day),
      sha256: (await readDigest(logPath(dir, day))) ?? archived?.sha256,
      archived,
    });
  }
  return facts;
}
