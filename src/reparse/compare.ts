import type { DuckDBConnection } from '@duckdb/node-api';
import { named, quoted } from '../store/duck.ts';
import {
  type ColumnDifferences,
  type Difference,
  type Differences,
  NO_DIFFERENCES,
  type Place,
  SHOWN,
} from './differences.ts';

/** On these a definition has no say: where a row stands, and when it was decoded. */
const NOT_COMPARED = new Set(['driver_time', 'log_link', 'log_day', 'log_offset']);
const NUMBERS = new Set(['DOUBLE', 'BIGINT', 'UTINYINT']);

/** The tables that are compared: rows of a file, and what the log gives. */
export const BEFORE = 'rows_before';
export const NOW = 'rows_now';
/** Rows of files that are not compared, and stay as they are. */
export const KEPT = 'rows_kept';

/** By a column's name, its type in SQL. */
type ColumnTypes = ReadonlyMap<string, string>;

async function columnTypes(connection: DuckDBConnection, relation: string): Promise<ColumnTypes> {
  const found = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${relation}`);
  return new Map(found.getRows().map(([name, type]) => [String(name), String(type)]));
}

/** Of rows that have the same place in the log, the first stands for the first, and so on. */
const numbered = (table: string): string =>
  `(SELECT *, rowid AS place, row_number() OVER (PARTITION BY log_day, log_offset ORDER BY rowid) AS turn FROM ${table})`;

const PAIRED = `${numbered(NOW)} n FULL JOIN ${numbered(BEFORE)} b
  ON n.log_day = b.log_day AND n.log_offset = b.log_offset AND n.turn = b.turn`;
const IN_BOTH = '(n.turn IS NOT NULL AND b.turn IS NOT NULL)';

/** Whether a column of a pair differs, in SQL. What has changed its type is compared as a text, unless both are numbers. */
function differs(name: string, before: ColumnTypes, now: ColumnTypes): string {
  const [was, is] = [before.get(name), now.get(name)];
  const column = named(name);
  if (was === undefined) return `n.${column} IS NOT NULL`;
  if (is === undefined) return `b.${column} IS NOT NULL`;
  if (was === is || (NUMBERS.has(was) && NUMBERS.has(is))) return `b.${column} IS DISTINCT FROM n.${column}`;
  return `b.${column}::VARCHAR IS DISTINCT FROM n.${column}::VARCHAR`;
}

/** A column of either side, and the test whether it differs in a pair. */
interface Tested {
  readonly name: string;
  readonly test: string;
  /** What of it is shown of each side. */
  readonly before: string;
  readonly now: string;
}

async function testedColumns(connection: DuckDBConnection): Promise<Tested[]> {
  const [before, now] = [await columnTypes(connection, BEFORE), await columnTypes(connection, NOW)];
  const names = [...new Set([...now.keys(), ...before.keys()])].filter((name) => !NOT_COMPARED.has(name));
  const shown = (types: ColumnTypes, side: string, name: string): string =>
    types.has(name) ? `${side}.${named(name)}::VARCHAR` : 'NULL';
  return names.map((name) => ({
    name,
    test: `(${differs(name, before, now)})`,
    before: shown(before, 'b', name),
    now: shown(now, 'n', name),
  }));
}

const anyOf = (columns: readonly Tested[]): string => `(${columns.map(({ test }) => test).join(' OR ')})`;

/** Compares the rows of both tables, which hold a stretch of the log whole. */
export async function compareRows(connection: DuckDBConnection): Promise<Differences> {
  const tested = await testedColumns(connection);
  const counted = await connection.runAndReadAll(`SELECT
    count(*) FILTER (b.turn IS NULL), count(*) FILTER (n.turn IS NULL),
    count(*) FILTER (${IN_BOTH} AND ${anyOf(tested)}), count(*) FILTER (${IN_BOTH}),
    ${tested.map(({ test }) => `count(*) FILTER (${IN_BOTH} AND ${test})`).join(', ')}
    FROM ${PAIRED}`);
  const [added = 0, gone = 0, changed = 0, both = 0, ...counts] = counted.getRows()[0]!.map(Number);
  const columns: Record<string, ColumnDifferences> = {};
  for (const [i, column] of tested.entries()) {
    const count = counts[i] ?? 0;
    if (count > 0) columns[column.name] = { count, first: await firstDifferences(connection, column) };
  }
  return {
    ...NO_DIFFERENCES,
    equal: both - changed,
    changed,
    added,
    gone,
    columns,
    firstAdded: added > 0 ? await firstPlaces(connection, 'n', 'b.turn IS NULL') : [],
    firstGone: gone > 0 ? await firstPlaces(connection, 'b', 'n.turn IS NULL') : [],
  };
}

const placeOf = ([time, day, offset]: readonly unknown[]): Place => ({
  time: `${String(time).replace(' ', 'T')}Z`,
  position: { day: String(day), offset: Number(offset) },
});

async function firstDifferences(connection: DuckDBConnection, { test, before, now }: Tested): Promise<Difference[]> {
  const found = await connection.runAndReadAll(`SELECT n.time::VARCHAR, n.log_day, n.log_offset, ${before}, ${now}
    FROM ${PAIRED} WHERE ${IN_BOTH} AND ${test} ORDER BY n.place LIMIT ${SHOWN}`);
  const text = (value: unknown): string | null => (value === null ? null : String(value));
  return found.getRows().map((row) => ({ ...placeOf(row), before: text(row[3]), now: text(row[4]) }));
}

async function firstPlaces(connection: DuckDBConnection, side: 'b' | 'n', test: string): Promise<Place[]> {
  const found = await connection.runAndReadAll(`SELECT ${side}.time::VARCHAR, ${side}.log_day, ${side}.log_offset
    FROM ${PAIRED} WHERE ${test} ORDER BY ${side}.place LIMIT ${SHOWN}`);
  return found.getRows().map(placeOf);
}

/**
 * Writes what a stretch of the new file consists of: the rows that are kept, and behind them what the log gives, in its order. A row that
 * is as it was keeps the time at which it was decoded.
 */
export async function writeMerged(connection: DuckDBConnection, path: string): Promise<void> {
  const changed = anyOf(await testedColumns(connection));
  await connection.run(`COPY (SELECT * EXCLUDE (part, place) FROM (
      SELECT *, 0 AS part, rowid AS place FROM ${KEPT}
      UNION ALL BY NAME
      SELECT n.* EXCLUDE (turn) REPLACE (
        CASE WHEN b.turn IS NULL OR ${changed} THEN n.driver_time ELSE b.driver_time END AS driver_time), 1 AS part
      FROM ${numbered(NOW)} n LEFT JOIN ${numbered(BEFORE)} b
        ON n.log_day = b.log_day AND n.log_offset = b.log_offset AND n.turn = b.turn)
    ORDER BY part, place) TO ${quoted(path)} (FORMAT parquet, COMPRESSION zstd)`);
}
