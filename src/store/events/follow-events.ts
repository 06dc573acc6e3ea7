import { type FileHandle, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, sleep } from '../../kit/clock.ts';
import { eventJson, type InstrumentEvent } from '../../model/event.ts';
import { eventDays, linesName } from './event-days.ts';

/** How often the files are looked at, in ms. */
const LOOK = 500;

/** Where the reading of each file has got to, by its path: whole lines before it have been handed on. */
export type EventPlace = ReadonlyMap<string, number>;

/** A file that is followed. It stays open: a day that is over can be read to its end though its lines were made Parquet of and removed. */
interface Followed {
  readonly file: FileHandle;
  at: number;
}

const openLines = async (folders: readonly string[]): Promise<string[]> =>
  (
    await Promise.all(
      folders.map(async (folder) => (await eventDays(folder)).open.map((part) => join(folder, linesName(part)))),
    )
  ).flat();

const sizeOf = async (path: string): Promise<number> => (await stat(path).catch(() => undefined))?.size ?? 0;

/** Behind all that is told up to now. */
export const eventsEnd = async (folders: readonly string[]): Promise<EventPlace> =>
  new Map(await Promise.all((await openLines(folders)).map(async (path) => [path, await sizeOf(path)] as const)));

/** Events as they are told from there on, in batches, until the signal aborts. */
export async function* followEvents(
  folders: readonly string[],
  from: EventPlace,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): AsyncGenerator<readonly InstrumentEvent[]> {
  const followed = new Map<string, Followed>();
  try {
    while (!signal.aborted) {
      const paths = await openLines(folders);
      for (const path of paths) {
        if (followed.has(path)) continue;
        const file = await openIfThere(path);
        if (file !== undefined) followed.set(path, { file, at: from.get(path) ?? 0 });
      }
      for (const [path, one] of followed) {
        const events = (await wholeLines(one)).split('\n').filter(Boolean).flatMap(readLine);
        if (events.length > 0) yield events;
        if (paths.includes(path)) continue;
        followed.delete(path);
        await one.file.close();
      }
      await sleep(clock, LOOK, signal).catch(() => {});
    }
  } finally {
    for (const { file } of followed.values()) await file.close();
  }
}

const openIfThere = (path: string): Promise<FileHandle | undefined> =>
  open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });

/** Those behind where the reading has got to, which goes on behind them. */
async function wholeLines(followed: Followed): Promise<string> {
  const { file, at } = followed;
  const { size } = await file.stat();
  if (size <= at) return '';
  const { buffer } = await file.read({ buffer: Buffer.alloc(size - at), position: at });
  const end = buffer.lastIndexOf(0x0a) + 1;
  followed.at = at + end;
  return buffer.toString('utf8', 0, end);
}

function readLine(line: string): InstrumentEvent[] {
  try {
    return [eventJson.parse(JSON.parse(line))];
  } catch {
    // Damaged: readers of the whole file leave it out too.
    return [];
  }
}
