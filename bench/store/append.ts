import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SampleKeeper } from '../../src/agent/sample-keeper.ts';
import { systemClock } from '../../src/kit/clock.ts';
import type { Sample } from '../../src/model/sample.ts';
import { toSampleJson } from '../../src/model/sample-json.ts';
import { checkpointFile } from '../../src/store/checkpoint.ts';
import { openDuck } from '../../src/store/duck.ts';
import { samplesFolder } from '../../src/store/layout.ts';
import { SampleStore } from '../../src/store/write/sample-store.ts';
import type { Bench, Turn } from '../harness/bench.ts';
import { inChild } from '../harness/in-child.ts';
import { appendColumns } from './append-columns.ts';
import { inFolder } from './in-folder.ts';
import { DAY, STREAM, velocities } from './velocity-samples.ts';

const COUNT = 1_000_000;
const countOf = ({ quick }: Turn): number => (quick ? COUNT / 20 : COUNT);

/** Samples a second. */
type Rate = readonly [number];

async function timed(count: number, work: () => Promise<void>): Promise<Rate> {
  const begun = performance.now();
  await work();
  return [(count * 1000) / (performance.now() - begun)];
}

/** What an agent does with its samples: they are kept, and the checkpoint follows when they are safe. */
export const sonde = (count: number): Promise<Rate> =>
  inFolder(async (folder) => {
    const { facts, batches, pressureOf } = await velocities();
    await using store = new SampleStore({ clock: systemClock });
    const sink = store.openSink({ id: 'vector', own: folder, factsOf: () => facts });
    const onFailure = (error: Error): void => {
      throw error;
    };
    const checkpoint = checkpointFile(join(folder, 'checkpoint.json'));
    const rate = await timed(count, async () => {
      await using keeper = new SampleKeeper({ sink, checkpoint, clock: systemClock, onFailure });
      for (const samples of batches(count)) {
        keeper.keep({ samples });
        await (keeper.ready() ?? new Promise(setImmediate));
      }
    });
    await check(join(samplesFolder(folder, STREAM), '*.parquet'), count, pressureOf(count));
    return rate;
  });

/** The same rows as columns, by hand, through DuckDB's appender and its `COPY`: no object a sample, one file, written once. */
export const appender = (count: number): Promise<Rate> =>
  inFolder(async (folder) => {
    const { batches, pressureOf, facts } = await velocities();
    const path = join(folder, 'rows.parquet');
    const rate = await timed(count, () => appendColumns(path, facts, batches(count)));
    await check(path, count, pressureOf(count));
    return rate;
  });

/** A line of JSON a sample. */
export const jsonLines = (count: number): Promise<Rate> =>
  inFolder(async (folder) => {
    const { batches } = await velocities();
    const lines = (samples: readonly Sample[]): Buffer =>
      Buffer.from(samples.map((sample) => `${JSON.stringify(toSampleJson(sample))}\n`).join(''));
    return await toFile(join(folder, `${DAY}.jsonl`), count, batches(count), lines);
  });

/** The frames as they came. */
export const rawFile = (count: number): Promise<Rate> =>
  inFolder(async (folder) => {
    const { batches } = await velocities();
    const bytes = (samples: readonly Sample[]): Buffer =>
      Buffer.alloc(
        samples.reduce((sum, { log }) => sum + log!.length, 0),
        0xa5,
      );
    return await toFile(join(folder, 'raw'), count, batches(count), bytes);
  });

async function toFile(
  path: string,
  count: number,
  batches: Iterable<readonly Sample[]>,
  bytesOf: (samples: readonly Sample[]) => Buffer,
): Promise<Rate> {
  let size = 0;
  const rate = await timed(count, async () => {
    await using file = await open(path, 'w');
    for (const samples of batches) {
      const bytes = bytesOf(samples);
      await file.appendFile(bytes);
      size += bytes.length;
    }
    await file.sync();
  });
  if ((await stat(path)).size !== size) throw new Error(`${path} is not ${size} bytes long`);
  return rate;
}

async function check(files: string, count: number, pressure: number): Promise<void> {
  using duck = await openDuck();
  using connection = await duck.connect();
  const found = await connection.runAndReadAll(
    `SELECT count(DISTINCT log_offset), sum(seawater_pressure_mbar) FROM '${files}'`,
  );
  const [rows, sum] = found.getRows()[0]!.map(Number);
  if (rows !== count || sum !== pressure) throw new Error(`${rows} rows and ${sum} mbar, not ${count} and ${pressure}`);
}

const contestant = (name: string, kind: 'sonde' | 'peer' | 'limit', run: string) => ({
  name,
  kind,
  run: (turn: Turn) => inChild(import.meta.url, run, countOf(turn)),
});

export const storeAppend: Bench = {
  name: 'store-append',
  title: 'Samples into the store',
  how:
    'Velocities of a Nortek Vector (13 fields, their flags, times, place in the log), decoded before, are given to the store as its agent gives them, ' +
    '500 at a time, until all are safe in Parquet files; to a file as JSON lines; to a DuckDB table by typed arrays and then to one Parquet file; ' +
    'and their 24 bytes as they came to a file. Making each sample an object counts in all of them. Rows and sums are read back.',
  quantities: [{ name: '', unit: 'samples/s', better: 'more' }],
  contestants: [
    contestant('Sonde', 'sonde', 'sonde'),
    contestant('JSON lines', 'peer', 'jsonLines'),
    contestant('DuckDB, columns by hand', 'limit', 'appender'),
    contestant('raw file', 'limit', 'rawFile'),
  ],
  rounds: 3,
};
