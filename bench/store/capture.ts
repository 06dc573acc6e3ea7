import { open, readFile } from 'node:fs/promises';
import type { Instrument } from '../../src/definition/instrument.ts';
import { vector } from '../../src/instruments/nortek/vector/index.ts';
import { workhorse } from '../../src/instruments/teledyne/workhorse/index.ts';
import { compileSieve } from '../../src/sieve/compile-sieve.ts';

/** What an instrument recorded, to be written over and over until a file is long enough. */
interface Recording {
  readonly definition: Instrument;
  readonly file: URL;
  /** Of its longest stream, a field whose values are added up. */
  readonly stream: string;
  readonly field: string;
}

const INSTRUMENTS = new URL('../../src/instruments/', import.meta.url);

export const RECORDINGS = {
  ensembles: {
    definition: workhorse,
    file: new URL('teledyne/workhorse/fixtures/earth.pd0', INSTRUMENTS),
    stream: 'velocity_earth',
    field: 'ensemble_number',
  },
  frames: {
    definition: vector,
    file: new URL('nortek/vector/fixtures/velocity.bin', INSTRUMENTS),
    stream: 'velocity',
    field: 'seawater_pressure_mbar',
  },
} as const satisfies Record<string, Recording>;

export type RecordingName = keyof typeof RECORDINGS;

export interface Capture {
  /** In bytes. */
  readonly size: number;
  /** How many samples each stream has, of those that have any. */
  readonly rows: ReadonlyMap<string, number>;
  /** Of the field of all samples of the longest stream. */
  readonly sum: number;
}

const BLOCK = 1_000_000;

/** Writes a capture of about so many MB. */
export async function writeCapture(path: string, name: RecordingName, megabytes: number): Promise<Capture> {
  const { definition, file: source, stream, field } = RECORDINGS[name];
  const recorded = await readFile(source);
  const found = compileSieve(definition)().push(recorded);
  const each = Math.floor(BLOCK / recorded.length);
  const block = Buffer.concat(Array.from({ length: each }, () => recorded));
  await using file = await open(path, 'w');
  for (let written = 0; written < megabytes; written++) await file.write(block);
  const times = each * megabytes;
  const own = found.filter((one) => one.stream === stream);
  return {
    size: block.length * megabytes,
    rows: new Map(
      Map.groupBy(found, (one) => one.stream)
        .entries()
        .map(([one, { length }]) => [one, length * times]),
    ),
    sum: times * own.reduce((all, { values }) => all + Number(values[field]), 0),
  };
}
