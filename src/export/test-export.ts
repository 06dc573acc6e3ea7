import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { PYTHON } from '../../tools/needs.ts';
import type { Instrument } from '../definition/instrument.ts';
import { streamMetadata } from '../definition/stream-metadata.ts';
import { dayOf, fromIso } from '../kit/time.ts';
import type { Flag, Sample } from '../model/sample.ts';
import { compileSieve } from '../sieve/compile-sieve.ts';
import { inputDecoder, readInput } from '../sieve/input.ts';
import { toSample } from '../sieve/to-sample.ts';
import type { StreamFacts } from '../store/day-metadata.ts';
import { openDuck } from '../store/duck.ts';
import { storeDay } from '../store/write/test-store-day.ts';
import { openSource, type Wanted } from './source.ts';

const MEMORY = 128 * 2 ** 20;
export const NOW = fromIso('2026-11-23T04:05:06Z');
export const never = new AbortController().signal;

/** A folder of its own, until the test is over. */
export async function testFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-export-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const instrumentFile = (path: string): string => fileURLToPath(new URL(`../instruments/${path}`, import.meta.url));

/** What a recording of an instrument decodes to: one sample a second and some nanoseconds, from just before midnight on. */
export async function decodeRecording(definition: Instrument, file: string, instrument: string): Promise<Sample[]> {
  const sieve = compileSieve(definition)();
  const decoded: ReturnType<typeof sieve.push>[number][] = [];
  let offset = 0;
  for await (const { bytes, direction } of readInput([await readFile(instrumentFile(file))], inputDecoder('auto'))) {
    if (direction === 'sent') continue;
    decoded.push(...sieve.push(bytes, { origin: { day: '2026-11-21', offset } }));
    offset += bytes.length;
  }
  decoded.push(...sieve.end());
  return decoded.map((one, i) => {
    const time = fromIso('2026-11-21T23:59:50Z') + BigInt(i) * 1_000_000_123n;
    return { ...toSample(one, { instrument, now: time + 5_000_000n }), time };
  });
}

/** What is known of a stream of a definition, with a column of flags for all tests and one for the spike test of each field. */
export function factsOf(
  definition: Instrument,
  stream: string,
  about: Partial<StreamFacts['instrument']>,
): StreamFacts {
  const { title, fields } = streamMetadata(definition, stream);
  const { kind, maker, model } = definition;
  return {
    instrument: { id: 'none', kind, maker, model, ...about },
    stream: { name: stream, title },
    fields,
    flags: Object.fromEntries(
      Object.keys(fields).flatMap((field) => [
        [`${field}_qc`, { field }],
        [`${field}_qc_spike`, { field, test: 'spike' }],
      ]),
    ),
    definitions: ['0.1.0/0123456789abcdef'],
    calibrations: {},
  };
}

const FLAGS: readonly Flag[] = [1, 2, 3, 4, 9];

/** Gives samples every flag that there is, in turn. */
export const flagged = (samples: readonly Sample[], { flags }: StreamFacts): Sample[] =>
  samples.map((sample, row) => ({
    ...sample,
    flags: Object.fromEntries(Object.keys(flags).map((name, i) => [name, FLAGS[(row + i) % FLAGS.length]!])),
  }));

/** Puts samples of a stream into the files of their days. */
export async function store(data: string, facts: StreamFacts, samples: readonly Sample[]): Promise<void> {
  using duck = await openDuck({ memory: MEMORY, threads: 1 });
  const connection = await duck.connect();
  const files = { connection, own: join(data, facts.instrument.id), stream: facts.stream.name };
  for (const [day, own] of Map.groupBy(samples, ({ time }) => dayOf(time))) await storeDay(files, day, facts, own);
}

/** A source of samples, until the test is over. */
export async function sourceOf(t: TestContext, wanted: Wanted) {
  const duck = await openDuck({ memory: MEMORY, threads: 1 });
  t.after(() => duck[Symbol.dispose]());
  return openSource(await duck.connect(), wanted);
}

/** A variable as the netCDF library finds it; whole numbers of 64 bits are texts, and so are numbers that are none. */
export interface FoundVariable {
  readonly dimensions: readonly string[];
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly values: readonly unknown[];
}

export interface FoundFile {
  readonly dimensions: Readonly<Record<string, { readonly length: number; readonly unlimited: boolean }>>;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly variables: Readonly<Record<string, FoundVariable>>;
}

/** What a program of Debian's Python prints, as JSON. */
export function python<T>(program: string, ...args: string[]): T {
  const run = spawnSync(
    PYTHON,
    [program.endsWith('.py') ? program : '-c', ...(program.endsWith('.py') ? [] : [program]), ...args],
    {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    },
  );
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as T;
}

/** What the netCDF library finds in a file. */
export const readNetcdf = (path: string): FoundFile =>
  python<FoundFile>(fileURLToPath(new URL('test-read-netcdf.py', import.meta.url)), path);

/** Everything that a stream can hold, once; made up. */
export const oddFacts: StreamFacts = {
  instrument: {
    id: 'odd',
    name: 'Größe & Co',
    kind: 'acme.odd',
    maker: 'Acme',
    model: 'Odd 1',
    serial_number: '4711',
    site: 'rv_test',
    position: { latitude: 60.4, longitude: 5.3, depth: 12 },
  },
  stream: { name: 'odd', title: 'Odd things' },
  fields: {
    temp: {
      title: 'Temperature',
      type: 'number',
      unit: 'degree_Celsius',
      cf: 'sea_water_temperature',
      valid: [-5, 35],
    },
    far: { title: 'Beyond its range', type: 'number', unit: 'm', valid: [0, 1] },
    count: { title: 'Count', type: 'integer', unit: 'count' },
    note: { title: 'Note', type: 'text' },
    is_on: { title: 'Whether it is on', type: 'flag' },
    blob: { title: 'Bytes', type: 'bytes' },
    profile: { title: 'Profile', type: 'list', items: 'number', unit: 'm s-1' },
    words: { title: 'Words', type: 'list', items: 'text' },
    depth: { title: 'Depth of the sample', type: 'number', unit: 'm', cf: 'depth' },
  },
  flags: { temp_qc: { field: 'temp' }, temp_qc_gross_range: { field: 'temp', test: 'gross_range' } },
  definitions: ['0.1.0/abc', '0.1.0/def'],
  calibrations: { '2026-01-05': { date: '2026-01-05', source: 'certificate 12', coefficients: { ta0: 1.5e-5 } } },
};

const START = fromIso('2026-11-22T06:00:00.000000001Z');

const odd = (n: number, values: Sample['values'], more: Partial<Sample> = {}): Sample => ({
  instrument: 'odd',
  stream: 'odd',
  time: START + BigInt(n) * 500_000_000n,
  times: { port: START + BigInt(n) * 500_000_000n, driver: START + BigInt(n) * 500_000_000n + 77n },
  quality: 'ok',
  values,
  flags: { temp_qc: 1, temp_qc_gross_range: 1 },
  calibration: '2026-01-05',
  log: { day: '2026-11-22', offset: n * 100, length: 90 },
  ...more,
});

/** Samples of that stream: a usual one, one without any value, and one with values that are hard to write. */
export const oddSamples: readonly Sample[] = [
  odd(0, {
    temp: 9.2773,
    far: 0.5,
    count: 7,
    note: 'plain',
    is_on: true,
    blob: new Uint8Array([0, 1, 254, 255]),
    profile: [0.1, null, -3],
    words: ['a', 'be'],
    depth: 11.5,
  }),
  odd(
    1,
    {
      temp: null,
      far: null,
      count: null,
      note: null,
      is_on: null,
      blob: null,
      profile: null,
      words: null,
      depth: null,
    },
    { quality: 'invalid', flags: { temp_qc: 9, temp_qc_gross_range: 9 } },
  ),
  odd(
    2,
    {
      temp: 34.999999999999993,
      far: 2,
      count: -9_007_199_254_740_991,
      note: 'comma, "quote"\nline – ünï',
      is_on: false,
      blob: new Uint8Array(),
      profile: [1e-300],
      words: [],
      depth: Number.NaN,
    },
    { quality: 'out_of_range', flags: { temp_qc: 4, temp_qc_gross_range: 4 } },
  ),
];
