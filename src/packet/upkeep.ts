import { rm, stat } from 'node:fs/promises';
import { describeError } from '../kit/errors.ts';
import { isThere, syncFolder } from '../kit/files.ts';
import { DAY, dayOf, type Nanos } from '../kit/time.ts';
import { archiveDay, wrongWithCopy } from './archive-day.ts';
import { readArchived } from './archived.ts';
import { compressDay } from './compress-day.ts';
import { digestOf, readDigest } from './digest.ts';
import { archivedPath, compressedPath, type DayEntry, isHere, knownDays, logPath } from './log-days.ts';

/** What is to become of the days of a log that are over. */
export interface UpkeepRules {
  readonly compress: boolean;
  /** An existing folder: days are copied to `<archive>/<name>/log`. */
  readonly archive?: string | undefined;
  /** How old a day may get that is archived, in days, before it is deleted here. */
  readonly keepDays?: number | undefined;
  /** How many bytes the log may have; above that the oldest archived days are deleted here. */
  readonly keepBytes?: number | undefined;
}

export interface UpkeepTask {
  readonly dir: string;
  /** Of the instrument, or `<id>/<link>`. */
  readonly name: string;
  /** The day that is written to: it and those behind it are left alone. */
  readonly open: string;
  readonly now: Nanos;
  readonly rules: UpkeepRules;
}

/** What was done, in the order in which it was; or what could not be done. */
export type UpkeepNews =
  | { readonly type: 'compressed'; readonly day: string; readonly bytes: number; readonly stored: number }
  | { readonly type: 'archived' | 'deleted'; readonly day: string; readonly where: string }
  | { readonly type: 'failed'; readonly day: string; readonly reason: string };

/** What there is to do, oldest day first; nothing mostly. */
export interface UpkeepPlan {
  readonly compress: readonly string[];
  readonly archive: readonly string[];
  /** Days that must go as soon as they are archived. */
  readonly remove: readonly { readonly day: string; readonly because: string }[];
}

/** Looks only at the names and sizes of files. */
export async function planUpkeep({ dir, open, now, rules }: UpkeepTask): Promise<UpkeepPlan> {
  const known = await knownDays(dir);
  const closed = known.filter((entry) => isHere(entry) && entry.day < open);
  return {
    compress: rules.compress ? closed.filter(({ plain }) => plain).map(({ day }) => day) : [],
    archive: rules.archive === undefined ? [] : closed.filter(({ archived }) => !archived).map(({ day }) => day),
    remove: await surplus(dir, known, closed, now, rules),
  };
}

async function surplus(
  dir: string,
  known: readonly DayEntry[],
  closed: readonly DayEntry[],
  now: Nanos,
  { keepDays, keepBytes }: UpkeepRules,
): Promise<UpkeepPlan['remove']> {
  const oldest = keepDays === undefined ? '' : dayOf(now - BigInt(keepDays) * DAY);
  const sizes = new Map<string, number>();
  if (keepBytes !== undefined) for (const { day } of known.filter(isHere)) sizes.set(day, await storedSize(dir, day));
  let total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  return closed.flatMap(({ day }) => {
    const isOld = day < oldest;
    const isTooMuch = keepBytes !== undefined && total > keepBytes;
    if (!isOld && !isTooMuch) return [];
    const because = isOld ? `it is older than ${keepDays} days` : `the log has more than ${keepBytes} bytes`;
    total -= sizes.get(day) ?? 0;
    return [{ day, because }];
  });
}

/** How many bytes a day takes here. */
export async function storedSize(dir: string, day: string): Promise<number> {
  const sizes = await Promise.all(
    [logPath(dir, day), compressedPath(dir, day)].map((path) =>
      stat(path).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

export const isNothing = (plan: UpkeepPlan): boolean => Object.values(plan).every((days) => days.length === 0);

/** What is wrong with the archive and not with the day: it is full, may not be written to, or is not there. */
const ARCHIVE_CODES: ReadonlySet<unknown> = new Set(
  'ENOENT ENOTDIR EEXIST ENOSPC EDQUOT EROFS EACCES EPERM ESTALE ENOTCONN EHOSTDOWN ETIMEDOUT ENXIO'.split(' '),
);
const isOfArchive = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ARCHIVE_CODES.has(error.code);

/** Does what there is to do, and tells all of it. A day that fails keeps no other from its turn; days are deleted from the oldest on, and none past one that must stay. */
export async function keepUp(task: UpkeepTask, tell: (news: UpkeepNews) => void, signal?: AbortSignal): Promise<void> {
  const { dir, rules } = task;
  const attempt = async (day: string, work: () => Promise<UpkeepNews>): Promise<unknown> => {
    try {
      tell(await work());
      return undefined;
    } catch (error) {
      signal?.throwIfAborted();
      tell({ type: 'failed', day, reason: describeError(error) });
      return error;
    }
  };
  const { compress } = await planUpkeep(task);
  for (const day of compress) {
    await attempt(day, async () => ({ type: 'compressed', day, ...(await compressDay(dir, day, signal)) }));
  }
  const { archive } = await planUpkeep(task);
  for (const day of archive) {
    const error = await attempt(day, async () => {
      const { where } = await archiveDay(dir, day, { ...task, archive: rules.archive!, signal });
      return { type: 'archived', day, where };
    });
    if (isOfArchive(error)) break;
  }
  const { remove } = await planUpkeep(task);
  for (const { day, because } of remove) {
    if ((await attempt(day, () => deleteDay(task, day, because, signal))) !== undefined) break;
  }
}

/** The digest of what a day holds here; of one that is compressed, that of when it was. Undefined where nothing says so. */
const bytesHere = async (dir: string, day: string, signal: AbortSignal | undefined): Promise<string | undefined> =>
  (await isThere(logPath(dir, day))) ? digestOf(logPath(dir, day), signal) : readDigest(logPath(dir, day));

/** Deletes a day here, after a look at its copy. A copy that does not count any more is forgotten, so that a new one is made. */
async function deleteDay(
  { dir, rules: { archive } }: UpkeepTask,
  day: string,
  because: string,
  signal: AbortSignal | undefined,
): Promise<UpkeepNews> {
  const archived = await readArchived(dir, day);
  if (archived === undefined) {
    const reason =
      archive === undefined
        ? "nothing says that it is archived; set an archive, or mark it with 'sonde log archived'"
        : `it is not in ${archive} yet`;
    throw new Error(`${day} stays though ${because}: ${reason}`);
  }
  const wrong = await wrongWithCopy(archived, signal);
  if (wrong !== undefined) {
    await rm(archivedPath(dir, day));
    throw new Error(`${day} stays though ${because}: ${wrong}; it is archived again`);
  }
  const bytes = await bytesHere(dir, day, signal);
  if (bytes !== undefined && bytes !== archived.sha256)
    throw new Error(
      `${day} stays though ${because}: ${logPath(dir, day)} is not what was archived: look which is right, and remove ${archivedPath(dir, day)} for it to be archived again`,
    );
  for (const path of [logPath(dir, day), compressedPath(dir, day)]) await rm(path, { force: true });
  await syncFolder(dir);
  return { type: 'deleted', day, where: archived.where };
}
