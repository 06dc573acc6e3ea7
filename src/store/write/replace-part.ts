import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { syncFolder } from '../../kit/files.ts';
import type { DayMetadata } from '../day-metadata.ts';
import { type DayPart, partName, samplesFolder } from '../layout.ts';
import { extendParquet } from '../parquet/extend-parquet.ts';
import { mergeParquet, type Source } from '../parquet/merge-parquet.ts';
import { columnsOfFacts } from '../stream-facts.ts';

/** Where a file stands on its way: a power failure may come before and after each. */
export type Step = 'begun' | 'pieces' | 'written' | 'replaced';

/** The files of one stream of an instrument, to be written by one who holds its lock (`withStreamLock`). */
export interface StreamFiles {
  readonly connection: DuckDBConnection;
  /** The instrument's folder. */
  readonly own: string;
  readonly stream: string;
  /** Rows of a file; `MOST_ROWS` where nothing else is said. */
  readonly mostRows?: number;
  /** Told of a file before it is replaced or made, and how many of its rows stay. */
  readonly onReplacing?: (name: string, kept: number) => void;
  /** Called at each step. */
  readonly onStep?: (step: Step, name: string) => Promise<void> | void;
}

/**
 * Makes a file of a day of rows of others, itself among them, or puts that in its place: it is there as a whole or not at all. The lock
 * must be held.
 */
export async function replacePart(
  { connection, own, stream, onReplacing, onStep }: StreamFiles,
  part: DayPart,
  sources: readonly Source[],
  metadata: DayMetadata,
): Promise<void> {
  const folder = samplesFolder(own, stream);
  const name = partName(part);
  const path = join(folder, name);
  const temporary = join(folder, `.${name}.tmp`);
  try {
    await make(connection, path, sources, temporary, metadata);
    await onStep?.('written', name);
    onReplacing?.(name, sources.find((source) => source.path === path)?.to ?? 0);
    await rename(temporary, path);
    await syncFolder(folder);
    await onStep?.('replaced', name);
  } finally {
    await removeAll([temporary]);
  }
}

/** A file that only becomes longer is made so that whoever reads it at the moment is not disturbed. */
async function make(
  connection: DuckDBConnection,
  path: string,
  sources: readonly Source[],
  target: string,
  metadata: DayMetadata,
): Promise<void> {
  const columns = columnsOfFacts(metadata);
  const [first, ...others] = sources;
  const isLonger = first?.path === path && first.from === undefined && first.to !== undefined;
  const more = isLonger ? others : sources;
  if (more.every(({ from, to }) => from === undefined && to === undefined)) {
    const pieces = more.map((piece) => piece.path);
    const extension = { isLonger, rows: isLonger ? first.to : 0, pieces, columns, metadata };
    if (await extendParquet(connection, path, extension, target)) return;
  }
  await mergeParquet(connection, sources, target, columns, metadata);
}

export const removeAll = (paths: readonly string[]): Promise<unknown> =>
  Promise.all(paths.map((path) => rm(path, { force: true })));
