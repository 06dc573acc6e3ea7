import { readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { makeFolder, syncFolder } from '../kit/files.ts';
import type { Sample } from '../model/sample.ts';
import { type Column, columnsOf } from './columns.ts';
import type { DayMetadata, StreamFacts } from './day-metadata.ts';
import { quoted } from './duck.ts';
import { extendParquet } from './extend-parquet.ts';
import { type DayPart, partName, samplesFolder } from './layout.ts';
import { mergeParquet, type Source, writePieces } from './merge-parquet.ts';
import { readMetadata, readRowCounts } from './read-metadata.ts';
import { finalOf, formatSettled, isSamePlace, isSettled, parseSettled, reachedBy, type Settled } from './settled.ts';
import { partsIn } from './stored-parts.ts';

/** A day gets another file when one holds so many rows: to write a longer one anew each time would cost too much. */
export const MOST_ROWS = 4 * 1024 * 1024;

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

/** The last file of a day. */
export interface LastPart {
  readonly part: DayPart;
  /** Those that stay. */
  readonly rows: number;
  readonly settled: Settled;
}

/** As it stands. */
interface StoredPart extends LastPart {
  readonly path: string;
  readonly metadata: DayMetadata;
}

/** What a file is to hold: the first rows of the one that it replaces, and then samples. */
interface Content {
  readonly part: DayPart;
  readonly facts: StreamFacts;
  readonly kept?: StoredPart;
  readonly samples: readonly Sample[];
  /** So many of the samples are final. */
  readonly final: number;
  readonly settled: Settled;
}

/** The columns of a stream's files. */
export const columnsOfFacts = ({ fields, flags }: StreamFacts): readonly Column[] =>
  columnsOf({ fields, flags: Object.keys(flags) });

/** The last file of a day, and how many of its rows stay; none where there is no file. */
export async function lastPart(
  { connection, own, stream }: Pick<StreamFiles, 'connection' | 'own' | 'stream'>,
  day: string,
): Promise<StoredPart | undefined> {
  const found = (await partsIn(samplesFolder(own, stream))).findLast((each) => each.day === day);
  if (found === undefined) return undefined;
  const [metadata] = await readMetadata(connection, [found.path]);
  const [rows = 0] = await readRowCounts(connection, [found.path]);
  return {
    part: found,
    path: found.path,
    metadata: metadata!,
    rows: rows - metadata!.provisional,
    settled: parseSettled(metadata!.settled),
  };
}

/**
 * Adds samples to a day, behind what its files hold; what they hold already is passed over, and provisional rows at their end give way.
 * However it is broken off, each file is the old one or the new one. Says which file is the day's last one then.
 */
export async function appendToDay(
  files: StreamFiles,
  day: string,
  facts: StreamFacts,
  samples: readonly Sample[],
): Promise<LastPart | undefined> {
  let last = await lastPart(files, day);
  const isFresh = (sample: Sample): boolean => last === undefined || !isSettled(sample, last.settled);
  let fresh = samples.filter(isFresh);
  if (fresh.length === 0) return last;
  await prepareFolder(files);
  if (last !== undefined && last.metadata.provisional > 0 && !fits(last.metadata, facts)) {
    await write(files, await withoutProvisional(files, last));
    last = await lastPart(files, day);
    fresh = fresh.filter(isFresh);
  }
  let written: LastPart | undefined;
  for (const content of divide(files, day, facts, fresh, last)) {
    await write(files, content);
    const { part, kept, final, settled } = content;
    written = { part, rows: (kept?.rows ?? 0) + final, settled };
  }
  return written;
}

/** A file that nothing is added to any more: what was provisional stays as it is. */
async function withoutProvisional(
  { connection }: StreamFiles,
  { part, path, metadata, rows, settled }: StoredPart,
): Promise<Content> {
  const last = await connection.runAndReadAll(
    `SELECT log_link, log_day, log_offset, log_length, epoch_ns(coalesce(port_time, time))
     FROM read_parquet(${quoted(path)}) WHERE file_row_number >= ${rows}`,
  );
  const places = last.getRows().map(([link, day, offset, length, arrived]) => ({
    time: BigInt(String(arrived)),
    times: {},
    log: {
      ...(typeof link === 'string' && { link }),
      day: String(day),
      offset: Number(offset),
      length: Number(length),
    },
  }));
  return {
    part,
    facts: metadata,
    kept: { part, path, metadata, rows: rows + metadata.provisional, settled },
    samples: [],
    final: 0,
    settled: reachedBy(settled, places),
  };
}

/** Whether rows under these facts may stand in one column with those under others: of one type and unit. */
export function fits(old: StreamFacts, facts: StreamFacts): boolean {
  return Object.entries(facts.fields).every(([name, { type, items, unit }]) => {
    const before = old.fields[name];
    return before === undefined || (before.type === type && before.items === items && before.unit === unit);
  });
}

/** Which files the samples go to: the last one of the day as far as it takes them, and then as many new ones as it needs. */
function* divide(
  { mostRows = MOST_ROWS }: StreamFiles,
  day: string,
  facts: StreamFacts,
  samples: readonly Sample[],
  last: StoredPart | undefined,
): Generator<Content> {
  const isFull = last !== undefined && last.rows >= mostRows && last.metadata.provisional === 0;
  const isClosed = isFull || (last !== undefined && !fits(last.metadata, facts));
  let kept = isClosed ? undefined : last;
  let part = (last?.part.part ?? 1) + (isClosed ? 1 : 0);
  let settled: Settled = last?.settled ?? new Map();
  for (let at = 0; at < samples.length; part += 1, kept = undefined) {
    const rest = samples.slice(at);
    const final = finalOf(rest);
    // What replaces provisional rows stays in their file: no row moves from one to another.
    const room = Math.max(mostRows - (kept?.rows ?? 0), kept?.metadata.provisional ?? 0);
    const taken = rest.length <= room ? rest.length : wholeRecords(rest, Math.min(room, final)) || rest.length;
    const content = rest.slice(0, taken);
    settled = reachedBy(settled, content.slice(0, final));
    yield {
      part: { day, part },
      facts,
      ...(kept && { kept }),
      samples: content,
      final: Math.min(final, taken),
      settled,
    };
    at += taken;
  }
}

/** The first so many, and those that come of the same record as the last of them. */
function wholeRecords(samples: readonly Sample[], count: number): number {
  let end = count;
  while (end > 0 && end < samples.length && isSamePlace(samples[end - 1]!, samples[end]!)) end += 1;
  return end;
}

/** Makes the folder, and removes what somebody left who was broken off; nobody else works here. */
async function prepareFolder({ own, stream }: StreamFiles): Promise<void> {
  const folder = samplesFolder(own, stream);
  await makeFolder(folder);
  await Promise.all([dirname(folder), own].map(syncFolder));
  const left = (await readdir(folder)).filter((name) => name.startsWith('.'));
  await removeAll(left.map((name) => join(folder, name)));
}

async function write(files: StreamFiles, { part, facts, kept, samples, final, settled }: Content): Promise<void> {
  const { connection, own, stream, onStep } = files;
  const name = partName(part);
  const merged = kept ? mergeFacts(kept.metadata, facts) : facts;
  let pieces: string[] = [];
  try {
    await onStep?.('begun', name);
    pieces = await writePieces(
      connection,
      join(samplesFolder(own, stream), `.${name}.piece`),
      columnsOfFacts(facts),
      samples,
    );
    await onStep?.('pieces', name);
    const sources: Source[] = pieces.map((path) => ({ path }));
    await replacePart(files, part, kept ? [{ path: kept.path, to: kept.rows }, ...sources] : sources, {
      version: 1,
      ...merged,
      provisional: samples.length - final,
      settled: formatSettled(settled),
    });
  } finally {
    await removeAll(pieces);
  }
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
  const [first, ...more] = sources;
  if (first?.path === path && first.from === undefined && first.to !== undefined) {
    const extension = { rows: first.to, pieces: more.map((piece) => piece.path), columns, metadata };
    if (await extendParquet(connection, path, extension, target)) return;
  }
  await mergeParquet(connection, sources, target, columns, metadata);
}

const removeAll = (paths: readonly string[]): Promise<unknown> =>
  Promise.all(paths.map((path) => rm(path, { force: true })));

/** What is known of the rows of both; the later is right about what both say. */
export const mergeFacts = (old: StreamFacts, facts: StreamFacts): StreamFacts => ({
  ...facts,
  // A serial number stays known when the instrument has not been asked again.
  instrument: { ...old.instrument, ...facts.instrument },
  fields: { ...old.fields, ...facts.fields },
  flags: { ...old.flags, ...facts.flags },
  definitions: [...new Set([...old.definitions, ...facts.definitions])],
  calibrations: { ...old.calibrations, ...facts.calibrations },
  ...(old.replacements && { replacements: old.replacements }),
});
