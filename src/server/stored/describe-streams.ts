import { join } from 'node:path';
import type { z } from 'zod';
import { sum } from '../../kit/sum.ts';
import { toIso } from '../../kit/time.ts';
import type { storedStream } from '../../model/api/data.ts';
import type { FieldMetadata, StreamMetadata } from '../../model/metadata.ts';
import type { StoredSamples } from '../../store/read/stored-samples.ts';
import type { StoredStream } from '../../store/read/stored-stream.ts';
import { streamsIn } from '../../store/stored-parts.ts';
import { mustBeInstrument, runningStreams, type StreamPlace } from './find-stream.ts';
import type { SharedSamples } from './shared-samples.ts';

type Described = z.input<typeof storedStream>;

/** The flags' columns of a field: of all tests together first. */
const flagsOf = (field: string, flags: StoredStream['flags']): string[] =>
  Object.keys(flags)
    .filter((column) => flags[column]!.field === field)
    .sort((a, b) => Number(flags[a]!.test !== undefined) - Number(flags[b]!.test !== undefined));

const describeFields = (
  fields: Readonly<Record<string, FieldMetadata>>,
  flags: StoredStream['flags'],
): Described['fields'] =>
  Object.fromEntries(
    Object.entries(fields).map(([name, { title, unit, cf, type }]) => [
      name,
      {
        title,
        ...(unit !== undefined && { unit }),
        ...(cf !== undefined && { cf }),
        type,
        flags: flagsOf(name, flags),
      },
    ]),
  );

const nothingStored = (instrument: string, stream: string, { title, fields }: StreamMetadata): Described => ({
  instrument,
  stream,
  title,
  rows: 0,
  bytes: 0,
  fields: describeFields(fields, {}),
});

/** What there is of the streams of an instrument: those that are stored, and those that it may send. */
export async function describeStreams(place: StreamPlace, samples: SharedSamples, id: string, signal: AbortSignal) {
  await mustBeInstrument(place, id);
  const running = await runningStreams(place.bus, id);
  const stored = new Set(await streamsIn(join(place.data, id)));
  for (const name of Object.keys(running)) if (place.hot?.(id, name) !== undefined) stored.add(name);
  const there = await samples.query(signal, async (open) => {
    const found: Described[] = [];
    for (const stream of [...stored].sort()) found.push(await describe(open, id, stream, running[stream], signal));
    return found;
  });
  const others = Object.entries(running).filter(([name]) => !stored.has(name));
  return [...there, ...others.map(([name, about]) => nothingStored(id, name, about))];
}

async function describe(
  open: StoredSamples,
  instrument: string,
  stream: string,
  running: StreamMetadata | undefined,
  signal: AbortSignal,
): Promise<Described> {
  const { fields, flags, days, newest } = await open.stream(instrument, stream);
  const query = { instrument, stream, fields: [], signal };
  const [last] = await open.latest(query);
  let first: typeof last;
  for await (const [one] of open.samples({ ...query, limit: 1 })) first ??= one;
  return {
    instrument,
    stream,
    title: running?.title ?? newest?.stream.title ?? stream,
    ...(first && { from: toIso(first.time) }),
    ...(last && { to: toIso(last.time) }),
    rows: sum(days.map(({ rows }) => rows)),
    bytes: sum(days.map(({ size }) => size)),
    fields: describeFields(fields, flags),
  };
}
