import type { DuckDBValue } from '@duckdb/node-api';
import { named } from '../store/duck.ts';
import type { ExportColumn } from './columns.ts';
import type { Source } from './source.ts';

/** A cell: bytes are base64. */
export type Cell = number | bigint | string | boolean | null | readonly Cell[];

/** Some rows, by columns. */
export interface Batch {
  readonly rows: number;
  readonly columns: readonly (readonly Cell[])[];
}

/** How times are read: as nanoseconds since 1970, or in ISO-8601 with all their digits. */
export type TimeForm = 'nanoseconds' | 'text';

const TIMES: Readonly<Record<TimeForm, (column: string) => string>> = {
  nanoseconds: (column) => `epoch_ns(${column})`,
  // The Z is no part of the format: DuckDB 1.5.5 puts what follows %n among its digits.
  text: (column) => `(strftime(${column}, '%Y-%m-%dT%H:%M:%S.%n') || 'Z')`,
};

/** How a column is read. */
function read({ name, type }: ExportColumn, form: TimeForm): string {
  const column = named(name);
  const value = type === 'TIMESTAMP_NS' ? TIMES[form](column) : type === 'BLOB' ? `to_base64(${column})` : column;
  return `${value} AS ${column}`;
}

function toCell(value: DuckDBValue): Cell {
  if (value === null || typeof value !== 'object') return value;
  if ('items' in value && Array.isArray(value.items)) return value.items.map(toCell);
  throw new TypeError(`DuckDB gave a value of an unknown kind: ${String(value)}`);
}

/** All rows of a source by their times, in batches of at most some thousands. */
export async function* readBatches(
  { connection, days, columns }: Source,
  form: TimeForm,
  signal: AbortSignal,
): AsyncGenerator<Batch> {
  for (const day of days) {
    const result = await connection.stream(
      `SELECT ${columns.map((column) => read(column, form)).join(', ')} FROM (${day})`,
    );
    for await (const chunk of result) {
      signal.throwIfAborted();
      yield {
        rows: chunk.rowCount,
        columns: columns.map(({ type }, i) => {
          const values = chunk.getColumnValues(i);
          return type.endsWith('[]') ? values.map(toCell) : (values as readonly Cell[]);
        }),
      };
    }
  }
}
