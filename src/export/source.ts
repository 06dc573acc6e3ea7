import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { ParameterError } from '../kit/errors.ts';
import { dayOf, type Nanos, toIso } from '../kit/time.ts';
import { aggregateOf, type ColumnType } from '../store/columns.ts';
import type { DayMetadata } from '../store/day-metadata.ts';
import { named } from '../store/duck.ts';
import { samplesFolder } from '../store/layout.ts';
import { BY_TIME, PLACE, type RowSource, relation, within } from '../store/read/relation.ts';
import { checkStretch } from '../store/read/stretch.ts';
import { readMetadata, readRowCounts } from '../store/read-metadata.ts';
import { instrumentsIn, mustBeOneOf, partsIn, type StoredPart, streamsIn } from '../store/stored-parts.ts';
import { mergeFacts } from '../store/stream-facts.ts';
import { chooseColumns, describedColumns, type ExportColumn } from './columns.ts';
import { mustHaveOneUnit } from './one-unit.ts';

/** Which samples are wanted. */
export interface Wanted {
  /** The folder of all data. */
  readonly data: string;
  readonly instrument: string;
  readonly stream: string;
  /** The first time, and the first that is not wanted any more. */
  readonly from?: Nanos;
  readonly to?: Nanos;
  /** Fields, or other columns; all unless given. */
  readonly fields?: readonly string[];
  /** Columns that come with the fields; the time unless given. */
  readonly always?: readonly string[];
  /** Values that the tests call suspect, wrong or missing are left out. */
  readonly goodOnly?: boolean;
}

/** Samples as they stand at one moment: what is added to the files meanwhile is not seen. */
export interface Source {
  readonly wanted: Wanted;
  readonly about: DayMetadata;
  readonly columns: readonly ExportColumn[];
  readonly rows: number;
  /** A query of these columns for each day, oldest first; its rows by their times. */
  readonly days: readonly string[];
  /** The same rows with one query: as they come, and by their times. */
  readonly all: string;
  readonly sorted: string;
  readonly connection: DuckDBConnection;
}

/** Finds the samples. An instrument, stream, field or time of which nothing is there is a `ParameterError`. */
export async function openSource(connection: DuckDBConnection, wanted: Wanted): Promise<Source> {
  const parts = await partsOf(wanted);
  const paths = parts.map(({ path }) => path);
  const counts = await readRowCounts(connection, paths);
  const files = parts.map(({ path, day }, i) => ({ day, path, rows: counts[i] ?? 0 }));
  const metadata = await readMetadata(connection, paths);
  const about = metadata.reduce((before, now) => ({ ...now, ...mergeFacts(before, now) }));
  const stored = describedColumns(await columnTypes(connection, { files }), about);
  const columns = chooseColumns(stored, wanted.fields, wanted.always);
  mustHaveOneUnit(
    columns,
    metadata.map((one, i) => ({ day: files[i]!.day, metadata: one })),
  );
  const expressions = columns.map((column) => `${expression(column, about, wanted)} AS ${named(column.name)}`);
  const rowsOf = (some: RowSource['files']): string =>
    `FROM ${relation({ files: some }, stored)} WHERE ${within(wanted)}`;
  const counted = await connection.runAndReadAll(`SELECT count(*) ${rowsOf(files)}`);
  const rows = Number(counted.value(0, 0));
  if (rows === 0) throw nothingThere(wanted, parts);
  return {
    wanted,
    about,
    columns,
    rows,
    days: [...Map.groupBy(files, ({ day }) => day).values()].map(
      (own) => `SELECT ${expressions.join(', ')} ${rowsOf(own)} ORDER BY ${BY_TIME}`,
    ),
    all: `SELECT ${expressions.join(', ')} ${rowsOf(files)}`,
    sorted: `SELECT ${expressions.join(', ')} ${rowsOf(files)} ORDER BY ${BY_TIME}`,
    connection,
  };
}

/** The files that may hold wanted samples: those of their days. */
async function partsOf(wanted: Wanted): Promise<StoredPart[]> {
  const { data, instrument, stream, from, to } = wanted;
  checkStretch(wanted);
  mustBeOneOf('instrument with samples', instrument, await instrumentsIn(data));
  const own = join(data, instrument);
  mustBeOneOf(`stream of ${instrument}`, stream, await streamsIn(own));
  const all = await partsIn(samplesFolder(own, stream));
  const parts = all.filter(
    ({ day }) => (from === undefined || day >= dayOf(from)) && (to === undefined || day <= dayOf(to - 1n)),
  );
  if (parts.length === 0) throw nothingThere(wanted, all);
  return parts;
}

function nothingThere({ instrument, stream, from, to }: Wanted, parts: readonly StoredPart[]): ParameterError {
  const [since, until] = [from === undefined ? '' : ` from ${toIso(from)}`, to === undefined ? '' : ` to ${toIso(to)}`];
  const there = parts.length > 0 ? `; there are files of ${parts[0]!.day} to ${parts.at(-1)!.day}` : '';
  return new ParameterError([{ name: `${instrument}/${stream}`, message: `has no samples${since}${until}${there}` }]);
}

/** The columns of the files together; where they differ in a type, the wider one. */
async function columnTypes(connection: DuckDBConnection, source: RowSource): Promise<ReadonlyMap<string, ColumnType>> {
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${relation(source, [])}`);
  const places: readonly string[] = PLACE;
  return new Map(
    described
      .getRows()
      .map(([name, type]): [string, ColumnType] => [String(name), String(type) as ColumnType])
      .filter(([name]) => !places.includes(name)),
  );
}

/** Rows from before the tests were not evaluated. */
const flagOf = (name: string): string => `coalesce(${named(name)}, 2)::UTINYINT`;

function expression({ name, type, field, flag }: ExportColumn, { flags }: DayMetadata, { goodOnly }: Wanted): string {
  if (flag) return flagOf(name);
  const aggregate = field && goodOnly ? aggregateOf(name, flags) : undefined;
  const own = `${named(name)}::${type}`;
  return aggregate === undefined ? own : `CASE WHEN ${flagOf(aggregate)} IN (1, 2) THEN ${own} END`;
}
