import type { DuckDBValue } from '@duckdb/node-api';
import type { ColumnType } from '../store/columns.ts';
import { named } from '../store/duck.ts';
import type { ExportColumn } from './columns.ts';
import type { Source } from './source.ts';

/** A cell: times are nanoseconds since 1970, bytes base64. */
export type Cell = number | bigint | string | boolean | null | readonly Cell[];

/** Some rows, by columns. */
export interface Batch {
  readonly rows: number;
  readonly columns: readonly (readonly Cell[])[];
}

/** Types whose values are read in another form. */
const READ_AS: Partial<Readonly<Record<ColumnType, (column: string) => string>>> = {
  TIMESTAMP_NS: (column) => `epoch_ns(${column})`,
  BLOB: (column) => `to_base64(${column})`,
};

/** How a column is read. */
const read = ({ name, type }: ExportColumn): string =>
  `${READ_AS[type]?.(named(name)) ?? named(name)} AS ${named(name)}`;

function toCell(value: DuckDBValue): Cell {
  if (value === null || typeof value !== 'object') return value;
  if ('items' in value && Array.isArray(value.items)) return value.items.map(toCell);
  throw new TypeError(`DuckDB gave a value of an unknown kind: ${String(value)}`);
}

/** All rows of a source by their times, in batches of at most some thousands. */
export async function* readBatches({ connection, days, columns }: Source, signal: AbortSignal): AsyncGenerator<Batch> {
  for (const day of days) {
    const result = await connection.stream(`SELECT ${columns.map(read).join(', ')} FROM (${day})`);
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
