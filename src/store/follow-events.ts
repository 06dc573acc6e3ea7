import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, sleep } from '../kit/clock.ts';
import { withFile } from '../kit/files.ts';
import { eventJson, type InstrumentEvent } from '../model/event.ts';
import { eventDays, linesName } from './event-days.ts';

/** How often the files are looked at, in ms. */
const LOOK = 500;

/** Where the reading of each file has got to, by its path: whole lines before it have been handed on. */
export type EventPlace = ReadonlyMap<string, number>;

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
  const places = new Map(from);
  while (!signal.aborted) {
    for (const path of await openLines(folders)) {
      const at = places.get(path) ?? 0;
      if ((await sizeOf(path)) <= at) continue;
      const text = await wholeLines(path, at);
      places.set(path, at + Buffer.byteLength(text));
      const events = text.split('\n').filter(Boolean).flatMap(readLine);
      if (events.length > 0) yield events;
    }
    await sleep(clock, LOOK, signal).catch(() => {});
  }
}

const wholeLines = (path: string, at: number): Promise<string> =>
  withFile(path, 'r', async (file) => {
    const { size } = await file.stat();
    const { buffer } = await file.read({ buffer: Buffer.alloc(size - at), position: at });
    return buffer.toString('utf8', 0, buffer.lastIndexOf(0x0a) + 1);
  });

function readLine(line: string): InstrumentEvent[] {
  try {
    return [eventJson.parse(JSON.parse(line))];
  } catch {
    // Damaged: readers of the whole file leave it out too.
    return [];
  }
}
