import { join } from 'node:path';
import type { Bus } from '../../bus/bus.ts';
import { findInstrument } from '../../bus/find-instrument.ts';
import { NotFoundError } from '../../kit/errors.ts';
import { namesIn } from '../../kit/files.ts';
import { nearest } from '../../kit/nearest.ts';
import type { StreamMetadata } from '../../model/metadata.ts';
import type { HotRows } from '../../store/read/hot-rows.ts';
import { streamsIn } from '../../store/stored-parts.ts';

/** Where samples may be. */
export interface StreamPlace {
  readonly bus: Bus;
  readonly data: string;
  readonly hot?: HotRows | undefined;
}

/** The streams of an instrument as it runs; none of one that only has stored ones. */
export async function runningStreams(bus: Bus, id: string): Promise<Readonly<Record<string, StreamMetadata>>> {
  return (await bus.find('instrument', id)?.describe())?.streams ?? {};
}

/** Whether anything is stored of an instrument. */
const isKept = async (data: string, id: string): Promise<boolean> =>
  (await namesIn(join(data, id))).some((name) => name === 'samples' || name === 'log');

/** Throws a `NotFoundError` where neither the program runs such an instrument nor anything is stored of it. */
export async function mustBeInstrument({ bus, data }: StreamPlace, id: string): Promise<void> {
  if (bus.find('instrument', id) === undefined && !(await isKept(data, id))) findInstrument(bus, id);
}

/** Whether there are samples of a stream; a `NotFoundError` where nobody knows such a stream. */
export async function hasSamples(place: StreamPlace, id: string, stream: string): Promise<boolean> {
  await mustBeInstrument(place, id);
  if (place.hot?.(id, stream) !== undefined) return true;
  const stored = await streamsIn(join(place.data, id));
  if (stored.includes(stream)) return true;
  const known = Object.keys(await runningStreams(place.bus, id));
  if (known.includes(stream)) return false;
  throw new NotFoundError(
    `${id} has no stream '${stream}'; ${nearest(stream, [...new Set([...stored, ...known])].sort())}`,
  );
}
