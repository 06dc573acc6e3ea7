import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../../src/cli/program.ts';
import { instrumentKinds, loadInstrument } from '../../src/instruments/find-instrument.ts';
import { systemClock } from '../../src/kit/clock.ts';
import { silentLogger } from '../../src/kit/logger.ts';
import { openDuck } from '../../src/store/duck.ts';
import type { Bench, Contestant, Turn } from '../harness/bench.ts';
import { runChild } from '../harness/in-child.ts';
import { type Capture, RECORDINGS, type RecordingName, writeCapture } from './capture.ts';
import { inFolder } from './in-folder.ts';

const MIB = 2 ** 20;
/** In ms: a GB takes its time. */
const LONGEST = 300_000;
/** What DuckDB has in memory at once. */
const MOST_MEGABYTES = 10;

/** MB a second of the capture, and MiB of memory at the peak. */
type Figures = readonly [rate: number, memory: number];

async function timed(bytes: number, work: () => Promise<unknown>): Promise<Figures> {
  const begun = performance.now();
  await work();
  const rate = bytes / 1000 / (performance.now() - begun);
  return [rate, (process.resourceUsage().maxRSS * 1024) / MIB];
}

/** `sonde decode KIND capture --format parquet --out FOLDER`, as it runs in its own process. */
export const sonde = (name: RecordingName, megabytes: number): Promise<Figures> =>
  inFolder(async (folder) => {
    const capture = await writeCapture(join(folder, 'capture'), name, megabytes);
    const figures = await timed(capture.size, () => decode(folder, name));
    await check(folder, name, capture);
    return figures;
  });

/** Only DuckDB's `COPY` of the same columns, from a table in its memory to files: of 10 MB, as often as makes the whole. */
export const duck = (name: RecordingName, megabytes: number): Promise<Figures> =>
  inFolder(async (folder) => {
    const part = Math.min(megabytes, MOST_MEGABYTES);
    const capture = await writeCapture(join(folder, 'capture'), name, part);
    await decode(folder, name);
    using opened = await openDuck({ memory: 1024 * MIB });
    using connection = await opened.connect();
    const streams = [...capture.rows.keys()];
    for (const stream of streams)
      await connection.run(`CREATE TABLE ${stream} AS FROM '${join(folder, 'out', `${stream}.parquet`)}'`);
    const figures = await timed((capture.size * megabytes) / part, async () => {
      for (let written = 0; written < megabytes; written += part)
        for (const stream of streams)
          await connection.run(
            `COPY ${stream} TO '${join(folder, 'out', `${stream}.parquet`)}' (FORMAT parquet, COMPRESSION zstd)`,
          );
    });
    await check(folder, name, capture);
    return figures;
  });

/** The capture is read, and nothing else. */
export const read = (name: RecordingName, megabytes: number): Promise<Figures> =>
  inFolder(async (folder) => {
    const path = join(folder, 'capture');
    const { size } = await writeCapture(path, name, megabytes);
    let bytes = 0;
    const figures = await timed(size, async () => {
      for await (const chunk of createReadStream(path, { highWaterMark: MIB })) bytes += chunk.length;
    });
    if (bytes !== size) throw new Error(`${bytes} bytes were read, not ${size}`);
    return figures;
  });

async function decode(folder: string, name: RecordingName): Promise<void> {
  const { kind } = RECORDINGS[name].definition;
  const code = await runProgram(
    ['decode', kind, join(folder, 'capture'), '--input', 'raw', '--format', 'parquet', '--out', join(folder, 'out')],
    { ...process, clock: systemClock, logger: silentLogger, kinds: instrumentKinds, loadInstrument },
  );
  if (code !== 0) throw new Error(`sonde decode ended with ${code}`);
}

async function check(folder: string, name: RecordingName, { rows, sum }: Capture): Promise<void> {
  const files = (await readdir(join(folder, 'out'))).sort();
  const wanted = [...rows.keys()].map((stream) => `${stream}.parquet`).sort();
  if (files.join() !== wanted.join()) throw new Error(`there are ${files.join(', ')}, not ${wanted.join(', ')}`);
  using opened = await openDuck();
  using connection = await opened.connect();
  const { stream: longest, field } = RECORDINGS[name];
  for (const [stream, count] of rows) {
    const added = stream === longest ? `sum(${field})` : '0';
    const found = await connection.runAndReadAll(
      `SELECT count(*), ${added} FROM '${join(folder, 'out', `${stream}.parquet`)}'`,
    );
    const [length, total] = found.getRows()[0]!.map(Number);
    if (length !== count || (stream === longest && total !== sum)) {
      throw new Error(`${stream}: ${length} rows and a sum of ${total}, not ${count} and ${sum}`);
    }
  }
}

const contestants = (name: RecordingName, sizeOf: (turn: Turn) => number): readonly Contestant[] =>
  (
    [
      ['Sonde', 'sonde', 'sonde'],
      ['DuckDB COPY of the same columns', 'limit', 'duck'],
      ['reading the file', 'limit', 'read'],
    ] as const
  ).map(([title, kind, run]) => ({
    name: title,
    kind,
    run: (turn: Turn) => runChild(import.meta.url, run, [name, sizeOf(turn)], LONGEST),
  }));

const HOW =
  'recorded, over and over, in a file: sonde decode, quality tests included, to Parquet (zstd) with a file for each stream. ' +
  'Rows are counted and a field is added up in the files.';

const rate = { name: 'rate', unit: 'MB/s', better: 'more' } as const;
const memory = { name: 'peak memory', unit: 'MiB', better: 'less' } as const;

export const decodeParquet: Bench = {
  name: 'decode-parquet',
  title: 'sonde decode of a Workhorse capture to Parquet',
  how: `Ensembles (PD0, 1,254 bytes: 880 numbers in lists) as a Teledyne Workhorse ${HOW}`,
  quantities: [{ ...rate, goals: [{ value: 100, step: 1000 }] }, memory],
  contestants: contestants('ensembles', ({ step }) => step),
  limit:
    "Writing Parquet: DuckDB's COPY of the same columns alone, from its memory and with all cores, takes longer than the goal allows for all. Each byte of an ensemble becomes a number of 64 bits in a list. Sonde decodes, tests and fills the columns beside it, on one thread that waits for DuckDB now and then.",
  steps: { of: 'MB', values: [1, 10, 100, 1000], quick: [1] },
  rounds: 1,
};

export const decodeFrames: Bench = {
  name: 'decode-parquet-frames',
  title: 'sonde decode of a Vector capture to Parquet',
  how: `Velocities (24 bytes, 13 fields and their flags) as a Nortek Vector ${HOW}`,
  quantities: [rate, memory],
  contestants: contestants('frames', ({ quick }) => (quick ? 1 : 24)),
  rounds: 2,
};
