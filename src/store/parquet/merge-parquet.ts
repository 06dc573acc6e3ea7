import type { DuckDBConnection } from '@duckdb/node-api';
import { withFile } from '../../kit/files.ts';
import { sum } from '../../kit/sum.ts';
import type { Sample, Value } from '../../model/sample.ts';
import type { Column, ColumnType } from '../columns.ts';
import { type DayMetadata, METADATA_KEY } from '../day-metadata.ts';
import { named, quoted, quotedList } from '../duck.ts';
import { readRowWidth } from '../read-metadata.ts';

/** How much of a file is in memory while it is written, in bytes: a group of rows. */
const GROUP = 8 * 1024 * 1024;
/** As many rows as DuckDB handles at once. */
const VECTOR = 2048;
const MOST_ROWS = 60 * VECTOR;

const WIDTHS: Partial<Readonly<Record<ColumnType, number>>> = { BOOLEAN: 1, UTINYINT: 1, VARCHAR: 16, BLOB: 64 };
const widthOf = ({ type }: Column): number => WIDTHS[type] ?? (type.endsWith('[]') ? 128 : 8);

/**
 * Rows in a group: as many as fit, in whole vectors where there may be several. A row is as long as its columns mostly are, or as was
 * `measured`, in bytes: a profile has hundreds of kB.
 */
export function rowsInGroup(columns: readonly Column[], measured: number): number {
  const width = columns.reduce((sum, column) => sum + widthOf(column), 0);
  const rows = Math.floor(GROUP / Math.max(width, measured));
  return rows < VECTOR ? Math.max(1, rows) : Math.min(MOST_ROWS, rows - (rows % VECTOR));
}

/** How long a sample's row is, in bytes: one that is as long as the others of its stream. */
export const rowSize = (columns: readonly Column[], sample: Sample): number =>
  sum(columns.map((column) => sizeOfCell(column.get(sample), widthOf(column))));

function sizeOfCell(value: ReturnType<Column['get']>, width: number): number {
  if (typeof value === 'string') return value.length;
  if (value instanceof Uint8Array) return value.byteLength;
  return Array.isArray(value) ? sum(value.map((one: Value) => sizeOfCell(one, 8))) : width;
}

/** A Parquet file, or its rows `from` one to before another. */
export interface Source {
  readonly path: string;
  readonly from?: number;
  readonly to?: number;
}

/** Of which rows a source is, in SQL. Where it is alone, DuckDB passes over all groups of rows but those. */
function rowsOf({ from, to }: Source, i: number, { length }: readonly Source[]): string[] {
  const limits = [
    ...(from === undefined ? [] : [`file_row_number >= ${from}`]),
    ...(to === undefined ? [] : [`file_row_number < ${to}`]),
  ];
  if (limits.length === 0 || length === 1) return limits;
  return [`(file_index <> ${i} OR (${limits.join(' AND ')}))`];
}

/**
 * Makes one Parquet file of several, their rows in this order; it is on the disk when this returns. A column that a source does not have
 * is null in its rows. All go through one scan of files: `UNION ALL` does not keep the order of rows when it is copied to a file (DuckDB
 * 1.5.5, one thread, groups of rows of another size than DuckDB's own).
 */
export async function mergeParquet(
  connection: DuckDBConnection,
  sources: readonly Source[],
  target: string,
  columns: readonly Column[],
  metadata?: DayMetadata,
): Promise<void> {
  const cut = sources.flatMap(rowsOf);
  const measured = await readRowWidth(
    connection,
    sources.map(({ path }) => path),
  );
  await copy(
    connection,
    `(SELECT ${columns.map(({ name }) => named(name)).join(', ')}
      FROM read_parquet(${quotedList(sources.map(({ path }) => path))}, union_by_name = true)
      ${cut.length > 0 ? `WHERE ${cut.join(' AND ')}` : ''})`,
    target,
    [
      `ROW_GROUP_SIZE ${rowsInGroup(columns, measured)}`,
      ...(metadata ? [`KV_METADATA {${METADATA_KEY}: ${quoted(JSON.stringify(metadata))}}`] : []),
    ],
  );
  await withFile(target, 'r+', async (file) => {
    await file.chmod(0o600);
    await file.sync();
  });
}

/** Writes what stands in a table or a query to a file. */
export const copy = (connection: DuckDBConnection, from: string, target: string, options: readonly string[]) =>
  connection.run(
    `COPY ${from} TO ${quoted(target)} (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false, ${options.join(', ')})`,
  );
