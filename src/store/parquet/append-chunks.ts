import type { DuckDBConnection, DuckDBType } from '@duckdb/node-api';
import type { Column, ColumnType } from '../columns.ts';
import { named } from '../duck.ts';
import type { Api as Bindings, Vector } from './room.ts';

type Api = typeof import('@duckdb/node-api');

const TYPES: Readonly<Record<ColumnType, (api: Api) => DuckDBType>> = {
  TIMESTAMP_NS: (api) => api.TIMESTAMP_NS,
  VARCHAR: (api) => api.VARCHAR,
  DOUBLE: (api) => api.DOUBLE,
  BIGINT: (api) => api.BIGINT,
  BOOLEAN: (api) => api.BOOLEAN,
  BLOB: (api) => api.BLOB,
  UTINYINT: (api) => api.UTINYINT,
  'DOUBLE[]': (api) => api.LIST(api.DOUBLE),
  'BIGINT[]': (api) => api.LIST(api.BIGINT),
  'VARCHAR[]': (api) => api.LIST(api.VARCHAR),
};

/** As many rows as DuckDB takes at once, or fewer. */
export interface Chunk {
  readonly rows: number;
  /** Copies what they have in a column into a vector of its type. */
  copyTo(bindings: Bindings, column: Column, vector: Vector): void;
}

/** Adds rows to a table of this connection's own, in the order in which they are given; makes it where it is not there. */
export async function appendChunks(
  connection: DuckDBConnection,
  table: string,
  columns: readonly Column[],
  chunks: Iterable<Chunk>,
): Promise<void> {
  const [api, { default: bindings }] = await Promise.all([import('@duckdb/node-api'), import('@duckdb/node-bindings')]);
  await connection.run(
    `CREATE TEMP TABLE IF NOT EXISTS ${named(table)} (${columns.map(({ name, type }) => `${named(name)} ${type}`).join(', ')})`,
  );
  const appender = await connection.createAppender(table);
  try {
    // One for all: its memory is not the garbage collector's, which would not hurry to free it.
    const all = api.DuckDBDataChunk.create(columns.map(({ type }) => TYPES[type](api)));
    for (const chunk of chunks) {
      all.reset();
      all.rowCount = chunk.rows;
      for (const [i, column] of columns.entries()) {
        chunk.copyTo(bindings, column, bindings.data_chunk_get_vector(all.chunk, i));
      }
      appender.appendDataChunk(all);
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}
