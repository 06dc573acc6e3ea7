import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instrument } from '../definition/instrument.ts';
import { streamMetadata } from '../definition/stream-metadata.ts';
import { makeFolder } from '../kit/files.ts';
import { dayOf } from '../kit/time.ts';
import type { Flag, Sample } from '../model/sample.ts';
import { compileSieve } from '../sieve/compile-sieve.ts';
import { inputDecoder, readInput } from '../sieve/input.ts';
import { toSample } from '../sieve/to-sample.ts';
import { appendSamples } from '../store/append-samples.ts';
import { columnsOf } from '../store/columns.ts';
import { type DayMetadata, METADATA_KEY } from '../store/day-metadata.ts';
import { openDuck, quoted } from '../store/duck.ts';
import { partName, samplesFolder } from '../store/layout.ts';

const MEMORY = 128 * 2 ** 20;

/** What a recording of an instrument decodes to. */
export async function decodeFile(definition: Instrument, file: string, instrument = 'ctd_12m'): Promise<Sample[]> {
  const sieve = compileSieve(definition)();
  const samples: Sample[] = [];
  const take = (decoded: ReturnType<typeof sieve.push>): void => {
    for (const one of decoded) samples.push(toSample(one, { instrument, now: 1_700_000_000_123_456_789n }));
  };
  let offset = 0;
  for await (const { bytes, direction, time } of readInput([await readFile(file)], inputDecoder('auto'))) {
    if (direction === 'sent') continue;
    take(sieve.push(bytes, { origin: { day: '2026-01-01', offset }, ...(time !== undefined && { time }) }));
    offset += bytes.length;
  }
  take(sieve.end());
  return samples;
}

/** All flags that there are, one behind the other. */
const FLAGS: readonly Flag[] = [1, 2, 3, 4, 9];

export interface Stored {
  readonly definition: Instrument;
  readonly stream: string;
  readonly samples: readonly Sample[];
  readonly instrument?: Partial<DayMetadata['instrument']>;
  readonly calibrations?: DayMetadata['calibrations'];
}

/** Puts samples of a stream into the files of a data folder, with a flag of all tests and of the spike test for each field. */
export async function store(data: string, { definition, stream, samples, ...more }: Stored): Promise<void> {
  const { title, fields } = streamMetadata(definition, stream);
  const flags = Object.fromEntries(
    Object.keys(fields).flatMap((field) => [
      [`${field}_qc`, { field }],
      [`${field}_qc_spike`, { field, test: 'spike' }],
    ]),
  );
  const names = Object.keys(flags);
  const own = samples.filter((sample) => sample.stream === stream);
  const flagged = own.map((sample, row) => ({
    ...sample,
    flags: Object.fromEntries(names.map((name, i) => [name, FLAGS[(row + i) % FLAGS.length]!])),
  }));
  const id = own[0]!.instrument;
  const { kind, maker, model } = definition;
  const metadata: DayMetadata = {
    version: 1,
    instrument: { id, kind, maker, model, ...more.instrument },
    stream: { name: stream, title },
    fields,
    flags,
    definitions: ['0.1.0/0123456789abcdef'],
    calibrations: more.calibrations ?? {},
    provisional: 0,
    settled: [],
  };
  using duck = await openDuck({ memory: MEMORY });
  const connection = await duck.connect();
  const folder = samplesFolder(join(data, id), stream);
  await makeFolder(folder);
  for (const [day, rows] of Map.groupBy(flagged, ({ time }) => dayOf(time))) {
    const table = `day_${day}`;
    await appendSamples(connection, table, columnsOf({ fields, flags: names }), rows);
    const path = join(folder, partName({ day, part: 1 }));
    const says = `KV_METADATA {${METADATA_KEY}: ${quoted(JSON.stringify(metadata))}}`;
    await connection.run(`COPY "${table}" TO ${quoted(path)} (FORMAT parquet, COMPRESSION zstd, ${says})`);
  }
}
