import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { definitionDigest } from '../definition/definition-digest.ts';
import type { Instrument } from '../definition/instrument.ts';
import { particleNames } from '../definition/particle-names.ts';
import { StreamFiles } from '../export/stream-files.ts';
import { describeError, ParameterError } from '../kit/errors.ts';
import type { Use } from '../kit/scope.ts';
import { toParticle } from '../model/particle.ts';
import type { Sample } from '../model/sample.ts';
import { toSampleJson } from '../model/sample-json.ts';
import type { Refiner } from '../refine/refiner.ts';
import { openDuck } from '../store/duck.ts';
import { streamFacts } from '../store/stream-facts.ts';
import type { CliContext } from './context.ts';
import { csvWriter } from './csv.ts';
import { write } from './output.ts';
import { jsonLines } from './sheet.ts';

export const DECODE_FORMATS = ['jsonl', 'csv', 'ooi', 'parquet'] as const;
export type DecodeFormat = (typeof DECODE_FORMATS)[number];

/** Where decoded samples go. */
export interface DecodeOutput {
  put(samples: readonly Sample[]): Promise<void>;
  /** All came; says which files hold them. */
  finish(): Promise<readonly string[]>;
}

export interface DecodeOutputOptions {
  readonly definition: Instrument;
  readonly refiner: Pick<Refiner, 'streams' | 'calibrations'>;
  readonly format: DecodeFormat;
  readonly out?: string | undefined;
}

/** Text to stdout, or Parquet files. */
export async function openDecodeOutput(
  use: Use,
  { stdout }: Pick<CliContext, 'stdout'>,
  options: DecodeOutputOptions,
): Promise<DecodeOutput> {
  const { definition, format, out } = options;
  if (format === 'parquet') return openFiles(use, options);
  if (out !== undefined) {
    throw new ParameterError([{ name: '--out', message: `is for --format parquet; ${format} is printed: > ${out}` }]);
  }
  const print = printer(definition, format);
  return {
    async put(samples) {
      if (samples.length > 0) await write(stdout, print(samples));
    },
    finish: async () => [],
  };
}

/** Samples as text in one of the formats. */
function printer(
  definition: Instrument,
  format: Exclude<DecodeFormat, 'parquet'>,
): (samples: readonly Sample[]) => string {
  if (format === 'csv') return csvWriter(definition);
  const toJson =
    format === 'jsonl'
      ? toSampleJson
      : (sample: Sample) => toParticle(sample, particleNames(definition, sample.stream));
  return (samples) => jsonLines(samples, toJson);
}

async function openFiles(use: Use, { definition, refiner, out }: DecodeOutputOptions): Promise<DecodeOutput> {
  const pathOf = places(out);
  const duck = use(await openDuck({ threads: 1 }));
  const { kind, maker, model } = definition;
  const digest = definitionDigest(definition);
  const files = use(
    new StreamFiles({
      connection: use(await duck.connect()),
      pathOf,
      factsOf: (stream) =>
        streamFacts({ id: kind, kind, maker, model }, stream, refiner.streams[stream]!, digest, refiner.calibrations),
    }),
  );
  return {
    put: (samples) => told(out, () => files.put(samples)),
    finish: () => told(out, () => files.finish()),
  };
}

const EXAMPLE = '--out samples/ for a file of each stream, or --out samples.parquet';

/** Where each stream goes: into a folder, which is made, or to the one file that is named. */
function places(out: string | undefined): (stream: string) => string {
  if (out === undefined) {
    throw new ParameterError([{ name: '--out', message: `is needed: Parquet is no text. E.g. ${EXAMPLE}` }]);
  }
  const path = resolve(out);
  const isFile = out.endsWith('.parquet') && !isFolder(path);
  const folder = isFile ? dirname(path) : path;
  if (!existsSync(dirname(folder))) {
    throw new ParameterError([{ name: '--out', message: `there is no folder ${dirname(folder)}; make it first` }]);
  }
  if (existsSync(folder) && !isFolder(folder)) {
    throw new ParameterError([{ name: '--out', message: `${folder} is a file, and no folder. E.g. ${EXAMPLE}` }]);
  }
  if (!isFile) {
    mkdirSync(folder, { recursive: true });
    return (stream) => join(folder, `${stream}.parquet`);
  }
  let only: string | undefined;
  return (stream) => {
    if (only === undefined) only = stream;
    else {
      const message = `there are samples of ${only} and of ${stream}, and ${out} is one file; name a folder`;
      throw new ParameterError([{ name: '--out', message }]);
    }
    return path;
  };
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** What goes wrong while files are written is about them. */
async function told<T>(out: string | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof ParameterError) throw cause;
    const message = `${out} cannot be written: ${describeError(cause)}`;
    throw new ParameterError([{ name: '--out', message }], { cause });
  }
}
