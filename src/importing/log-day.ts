import { rename } from 'node:fs/promises';
import { makeFolder, syncFolder } from '../kit/files.ts';
import { type DayEntry, logPath } from '../packet/log-days.ts';
import { withDay } from '../packet/open-day.ts';
import type { Journal } from './journal.ts';
import { stagedPath } from './staged-day.ts';

/** Brings the file of a day that is whole into the log. */
export async function intoLog(folder: string, dir: string, day: string): Promise<void> {
  await makeFolder(dir);
  await rename(stagedPath(folder, day), logPath(dir, day));
  await syncFolder(dir);
}

/** The last day that imports have brought in, and the bytes of its file, as long as its file is as they left it: the next files may go on with it. */
export async function extendable(
  dir: string,
  logged: ReadonlyMap<string, DayEntry>,
  { state: { days } }: Journal,
): Promise<{ readonly day: string; readonly bytes: number } | undefined> {
  const day = [...days.keys()].sort().at(-1);
  const entry = day === undefined ? undefined : logged.get(day);
  if (day === undefined || !entry?.plain || entry.compressed || entry.archived) return undefined;
  const bytes = days.get(day)!;
  return (await withDay(dir, day, async ({ size }) => size)) === bytes ? { day, bytes } : undefined;
}
