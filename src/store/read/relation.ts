import type { Position } from '../../packet/position.ts';
import type { Column } from '../columns.ts';
import { named, quoted, quotedList } from '../duck.ts';
import type { OpenStretch } from './stretch.ts';

/** A file, or the first so many of its rows. */
export interface SourceFile {
  readonly path: string;
  readonly rows?: number;
}

/** Rows to read: of files, in their order, and behind them those of a table. */
export interface RowSource {
  readonly files: readonly SourceFile[];
  /** A table of hot rows. */
  readonly table?: string | undefined;
}

/** Where a row stands among those of its source. */
export const PLACE = ['file_index', 'file_row_number'] as const;

/** The column that each row has. */
export const TIME = { name: 'time', type: 'TIMESTAMP_NS' } as const;

/** The order of time; rows of the same time as they stand. */
export const BY_TIME = ['time', ...PLACE].join(', ');

/** Whether a row is in a stretch, in SQL. */
export const within = ({ from, to }: OpenStretch): string =>
  [
    'true',
    ...(from === undefined ? [] : [`time >= make_timestamp_ns(${from})`]),
    ...(to === undefined ? [] : [`time < make_timestamp_ns(${to})`]),
  ].join(' AND ');

/** Whether a row's bytes begin before a place in the log, in SQL. */
export const standsBefore = ({ day, offset }: Position): string =>
  `(log_day < ${quoted(day)} OR (log_day = ${quoted(day)} AND log_offset < ${Math.trunc(offset)}))`;

/** How many whole stretches of that length, in ns, lie between 1970 and a row's time. */
export const floored = (length: bigint): string =>
  `((epoch_ns(time) - ((epoch_ns(time) % ${length}) + ${length}) % ${length}) // ${length})`;

/**
 * A subquery of rows that has at least the given columns, and `PLACE`: a column that a file does not have is null there, one that
 * files have in different types has the wider.
 */
export function relation({ files, table }: RowSource, columns: readonly Pick<Column, 'name' | 'type'>[]): string {
  const parts: string[] = [];
  if (files.length > 0) {
    const limits = files.flatMap(({ rows }, i) =>
      rows === undefined ? [] : [`(file_index <> ${i} OR file_row_number < ${rows})`],
    );
    const where = limits.length > 0 ? ` WHERE ${limits.join(' AND ')}` : '';
    const paths = quotedList(files.map(({ path }) => path));
    parts.push(`SELECT *, file_index, file_row_number FROM read_parquet(${paths}, union_by_name = true)${where}`);
  }
  if (table !== undefined) {
    parts.push(`SELECT *, ${files.length}::UBIGINT AS file_index, rowid AS file_row_number FROM ${named(table)}`);
  }
  const empty = columns.map(({ name, type }) => `NULL::${type} AS ${named(name)}`);
  parts.push(`SELECT ${[...empty, ...PLACE.map((name) => `0 AS ${name}`)].join(', ')} WHERE false`);
  return `(${parts.join(' UNION ALL BY NAME ')})`;
}
