import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { namesIn } from '../../kit/files.ts';
import type { InstrumentEvent } from '../../model/event.ts';
import { eventsFolder } from '../layout.ts';
import { type EventQuery, readEvents } from './read-events.ts';

export interface StoredEventQuery extends EventQuery {
  /** By id; all where nothing is said. */
  readonly instruments?: readonly string[] | undefined;
}

/** The folders of events in a data folder, by the instrument's id; none where it is not there. */
export async function eventFolders(data: string): Promise<ReadonlyMap<string, string>> {
  const ids = await namesIn(data);
  const all = await Promise.all(
    ids.sort().map(async (id) => {
      const folder = eventsFolder(resolve(data, id));
      const found = await stat(folder).catch(() => undefined);
      return found?.isDirectory() ? [[id, folder] as const] : [];
    }),
  );
  return new Map(all.flat());
}

/** What happened to the instruments of a data folder, as far as it is asked for; while they run, and afterwards. */
export async function storedEvents(
  data: string,
  { instruments, ...query }: StoredEventQuery = {},
): Promise<InstrumentEvent[]> {
  const all = [...(await eventFolders(data))];
  const wanted = instruments === undefined ? all : all.filter(([id]) => instruments.includes(id));
  return readEvents(
    wanted.map(([, folder]) => folder),
    query,
  );
}
