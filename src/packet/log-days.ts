import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isDay } from './position.ts';

const ENDING = '.datalog';

/** The file of one UTC day (`YYYY-MM-DD`) in an instrument's log. */
export const logPath = (dir: string, day: string): string => join(dir, `${day}${ENDING}`);

/** The days that have a file, oldest first; none when there is no such directory. */
export async function logDays(dir: string): Promise<string[]> {
  const names = await readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names
    .filter((name) => name.endsWith(ENDING))
    .map((name) => name.slice(0, -ENDING.length))
    .filter(isDay)
    .sort();
}
