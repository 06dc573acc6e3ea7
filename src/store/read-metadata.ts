import type { DuckDBConnection } from '@duckdb/node-api';
import { describeError } from '../kit/errors.ts';
import { type DayMetadata, dayMetadata, METADATA_KEY } from './day-metadata.ts';
import { quotedList } from './duck.ts';

/** What Parquet files say of themselves under Sonde's key, by their path; a file that says nothing is not in it. */
export async function readTexts(
  connection: DuckDBConnection,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (paths.length === 0) return new Map();
  const found = await connection.runAndReadAll(
    `SELECT file_name, decode(value) FROM parquet_kv_metadata(${quotedList(paths)}) WHERE key = '${METADATA_KEY}'::BLOB`,
  );
  return new Map(found.getRows().map(([path, text]) => [String(path), String(text)]));
}

/** What files of samples say of themselves, in the order of `paths`; an `Error` names one that Sonde has not written. */
export async function readMetadata(connection: DuckDBConnection, paths: readonly string[]): Promise<DayMetadata[]> {
  const texts = await readTexts(connection, paths);
  return paths.map((path) => {
    const text = texts.get(path);
    if (text === undefined) throw new Error(`${path} was not written by Sonde: its metadata has no '${METADATA_KEY}'`);
    try {
      return dayMetadata.parse(JSON.parse(text));
    } catch (cause) {
      throw new Error(`${path}: its metadata cannot be read: ${describeError(cause)}`, { cause });
    }
  });
}

/** How many rows Parquet files have, in the order of `paths`. */
export async function readRowCounts(connection: DuckDBConnection, paths: readonly string[]): Promise<number[]> {
  if (paths.length === 0) return [];
  const found = await connection.runAndReadAll(
    `SELECT file_name, num_rows FROM parquet_file_metadata(${quotedList(paths)})`,
  );
  const rows = new Map(found.getRows().map(([path, count]) => [String(path), Number(count)]));
  return paths.map((path) => rows.get(path) ?? 0);
}

/** How long a row of Parquet files is on average, in bytes, not compressed; 0 where there are no rows. */
export async function readRowWidth(connection: DuckDBConnection, paths: readonly string[]): Promise<number> {
  const found = await connection.runAndReadAll(
    `SELECT sum(row_group_bytes) / sum(row_group_num_rows) FROM parquet_metadata(${quotedList(paths)}) WHERE column_id = 0`,
  );
  return Number(found.value(0, 0) ?? 0) || 0;
}
