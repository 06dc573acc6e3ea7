import { statfs } from 'node:fs/promises';
import { type AlertsConfig, type DiskBound, parseDiskBound } from '../../config/alerts-schema.ts';
import { type Clock, every } from '../../kit/clock.ts';
import { describeError } from '../../kit/errors.ts';
import type { Logger } from '../../kit/logger.ts';
import { toIso } from '../../kit/time.ts';
import type { AlertLevel } from '../../model/api/alert.ts';
import type { Condition } from '../alert-book.ts';
import { LEVELS, sourceOf, type Watcher } from './watcher.ts';

const DEFAULT = { warning: ['5 %', '1 GiB'], alarm: ['1 %', '200 MiB'] } as const;
const SUBJECT = 'data_folder';
const MINUTE = 60_000;
/** It is over only when there is so much more room again. */
const HYSTERESIS = 1.1;

/** How much room there is on a folder's disk, in bytes. */
export interface Room {
  readonly free: number;
  readonly size: number;
}

export interface DiskOptions {
  readonly setting: AlertsConfig['disk'];
  readonly folder: string;
  readonly condition: Condition;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Its file system is asked where nothing is said. */
  readonly roomOf?: (folder: string) => Promise<Room>;
}

const roomOnDisk = async (folder: string): Promise<Room> => {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { free: bavail * bsize, size: blocks * bsize };
};

const least = (bounds: readonly DiskBound[], size: number): number =>
  Math.max(...bounds.map((bound) => ('bytes' in bound ? bound.bytes : (bound.percent / 100) * size)));

/** The level that so much room is, after it was this one; of several bounds the greatest counts. */
export function roomLevel(
  { free, size }: Room,
  bounds: Readonly<Partial<Record<AlertLevel, readonly DiskBound[]>>>,
  before: AlertLevel | undefined,
): { readonly level: AlertLevel; readonly bound: number } | undefined {
  for (const level of LEVELS.toReversed()) {
    const bound = least(bounds[level] ?? [], size);
    const isHeld = before === level || before === 'alarm';
    if (free < bound * (isHeld ? HYSTERESIS : 1)) return { level, bound };
  }
  return undefined;
}

const sizeText = (bytes: number): string =>
  bytes >= 2 ** 30 ? `${Number((bytes / 2 ** 30).toFixed(1))} GiB` : `${Math.round(bytes / 2 ** 20)} MiB`;

/** The room that is left where logs and samples are kept, looked at once a minute. */
export function watchDisk(options: DiskOptions): Watcher | undefined {
  const { setting, folder, condition, clock, logger, roomOf = roomOnDisk } = options;
  if (setting === false) return undefined;
  const texts: Readonly<Partial<Record<AlertLevel, string | readonly string[] | undefined>>> = setting ?? DEFAULT;
  const bounds = Object.fromEntries(
    LEVELS.flatMap((level) => {
      const own = texts[level];
      return own === undefined ? [] : [[level, [own].flat().map(parseDiskBound)]];
    }),
  );
  let isOver = false;
  const look = async (): Promise<void> => {
    const room = await roomOf(folder);
    if (isOver) return;
    const found = roomLevel(room, bounds, condition.level);
    if (found === undefined) return condition.ends();
    const text = `${sizeText(room.free)} are left of ${sizeText(room.size)} for ${folder}, less than ${sizeText(found.bound)}`;
    condition.holds({
      level: found.level,
      text,
      at: toIso(clock.now()),
      value: room.free,
      bound: Math.round(found.bound),
    });
  };
  let isSaid = false;
  const tryToLook = (): void => {
    look().catch((error: unknown) => {
      if (!isSaid) logger.warn({ folder, error: describeError(error) }, 'how much room is left cannot be found out');
      isSaid = true;
    });
  };
  tryToLook();
  const timer = every(clock, MINUTE, tryToLook);
  return {
    rules: () =>
      LEVELS.flatMap((level) => {
        const own = texts[level];
        if (own === undefined) return [];
        const text = `less room left for data than ${[own].flat().join(' or ')}`;
        return [{ kind: 'disk', subject: SUBJECT, level, text, from: sourceOf(setting) }];
      }),
    [Symbol.dispose]() {
      isOver = true;
      timer.cancel();
    },
  };
}

export { SUBJECT as DISK_SUBJECT };
