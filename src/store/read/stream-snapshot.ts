import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { FieldMetadata } from '../../model/metadata.ts';
import type { DayMetadata } from '../day-metadata.ts';
import { samplesFolder } from '../layout.ts';
import { rowsOf } from '../parquet/pages.ts';
import { readMetadata, readRowCounts } from '../read-metadata.ts';
import { instrumentsIn, mustBeOneOf, partsIn, type StoredPart, streamsIn } from '../stored-parts.ts';
import type { HotRows, HotStream } from './hot-rows.ts';
import type { SourceFile } from './relation.ts';

/** Where samples are read. */
export interface Place {
  readonly data: string;
  readonly hot?: HotRows;
}

/** One UTC day of a stream, as it stood when it was looked at. */
export interface SnapshotDay {
  readonly day: string;
  readonly parts: readonly StoredPart[];
  readonly files: readonly SourceFile[];
  /** Rows that stand in no file. */
  readonly hot: number;
}

/** A stream as it stood when it was looked at. */
export interface StreamSnapshot {
  readonly instrument: string;
  readonly stream: string;
  /** Oldest first. */
  readonly days: readonly SnapshotDay[];
  readonly hot: HotStream | undefined;
}

/** What a stream's rows are. */
export interface StreamColumns {
  readonly fields: Readonly<Record<string, FieldMetadata>>;
  readonly flags: Readonly<DayMetadata['flags']>;
}

/** Looks at a stream; a `ParameterError` where there is none of that name. */
export async function takeSnapshot(
  connection: DuckDBConnection,
  { data, hot: hotRows }: Place,
  instrument: string,
  stream: string,
): Promise<StreamSnapshot> {
  const look = () => hotRows?.(instrument, stream);
  if (look() === undefined) {
    mustBeOneOf('instrument with samples', instrument, await instrumentsIn(data));
    mustBeOneOf(`stream of ${instrument}`, stream, await streamsIn(join(data, instrument)));
  }
  for (;;) {
    const before = look();
    const parts = await partsIn(samplesFolder(join(data, instrument), stream));
    const uncounted = parts.filter(({ day, name }) => before?.days.has(day) && !before?.written.has(name));
    const counts = await readRowCounts(
      connection,
      uncounted.map(({ path }) => path),
    );
    const hot = look();
    // Rows went into a file meanwhile: what was seen of the files is no longer what stands before the hot ones.
    if (!isSame(before?.written, hot?.written)) continue;
    const rows = new Map([...uncounted.map(({ name }, i) => [name, counts[i]!] as const), ...(hot?.written ?? [])]);
    return { instrument, stream, hot, days: daysOf(parts, hot?.days, rows) };
  }
}

/** The days of a stream's files, oldest first; with rows that stand in none. */
export function daysOf(
  parts: readonly StoredPart[],
  hot: HotStream['days'] = new Map(),
  rows: ReadonlyMap<string, number> = new Map(),
): SnapshotDay[] {
  const stored = Map.groupBy(parts, ({ day }) => day);
  return [...new Set([...stored.keys(), ...hot.keys()])].sort().map((day) => {
    const own = stored.get(day) ?? [];
    const waiting = rowsOf(hot.get(day) ?? []);
    const files = own.map(({ name, path }) => {
      const limit = waiting > 0 ? rows.get(name) : undefined;
      return { path, ...(limit !== undefined && { rows: limit }) };
    });
    return { day, parts: own, files: files.filter((file) => file.rows !== 0), hot: waiting };
  });
}

const isSame = (a: ReadonlyMap<string, number> = new Map(), b: ReadonlyMap<string, number> = new Map()): boolean =>
  a.size === b.size && [...a].every(([name, rows]) => b.get(name) === rows);

/** The columns that rows of these days have; where the days differ, those of the newest win. */
export async function columnsIn(
  connection: DuckDBConnection,
  { hot }: Partial<Pick<StreamSnapshot, 'hot'>>,
  days: readonly SnapshotDay[],
): Promise<StreamColumns> {
  const paths = days.flatMap(({ parts }) => parts.map(({ path }) => path));
  const stored: readonly StreamColumns[] = await readMetadata(connection, paths);
  const isHot = days.some((day) => day.hot > 0);
  const all = hot !== undefined && isHot ? [...stored, hot.stream] : stored;
  return {
    fields: Object.assign({}, ...all.map(({ fields }) => fields)),
    flags: Object.assign({}, ...all.map(({ flags }) => flags)),
  };
}
