import { join } from 'node:path';
import { namesIn } from '../kit/files.ts';
import { isDay } from './position.ts';

/** What a log's folder may hold of a day, by how the file's name goes on behind the day. */
const ENDINGS = { plain: '.datalog', compressed: '.datalog.zst', archived: '.archived.json' } as const;
type Kind = keyof typeof ENDINGS;

const pathOf =
  (kind: Kind) =>
  (dir: string, day: string): string =>
    join(dir, `${day}${ENDINGS[kind]}`);

/** The file of one UTC day (`YYYY-MM-DD`) in an instrument's log, as it is written. */
export const logPath = pathOf('plain');
/** The same, once it is compressed. */
export const compressedPath = pathOf('compressed');
/** What says that the day is kept elsewhere too, or only there. */
export const archivedPath = pathOf('archived');

/** What there is of a day. */
export type DayEntry = { readonly day: string } & Readonly<Record<Kind, boolean>>;

/** Every day of which anything is known, oldest first; none when there is no such directory. */
export async function knownDays(dir: string): Promise<DayEntry[]> {
  const names = await namesIn(dir);
  const present = new Set(names);
  const has = (day: string, kind: Kind): boolean => present.has(`${day}${ENDINGS[kind]}`);
  const days = names.map((name) => name.slice(0, 10)).filter(isDay);
  return [...new Set(days)]
    .map((day) => ({
      day,
      plain: has(day, 'plain'),
      compressed: has(day, 'compressed'),
      archived: has(day, 'archived'),
    }))
    .filter(({ plain, compressed, archived }) => plain || compressed || archived)
    .sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** Whether the bytes of the day are here. */
export const isHere = ({ plain, compressed }: DayEntry): boolean => plain || compressed;

/** The days that can be read, oldest first. */
export const logDays = async (dir: string): Promise<string[]> =>
  (await knownDays(dir)).filter(isHere).map(({ day }) => day);
