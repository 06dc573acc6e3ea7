import type { DuckDBConnection, DuckDBType } from '@duckdb/node-api';
import type { Sample } from '../../model/sample.ts';
import type { Column, ColumnType } from '../columns.ts';
import { named } from '../duck.ts';
import { type Block, makeBlock } from './blocks.ts';
import { ROWS } from './room.ts';

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

/** What columns are filled in; kept by who appends again and again, since those of long lists are large. */
export type Blocks = Map<Column, Block>;

/** Adds samples to a table of this connection's own, in the order in which they are given; makes it where it is not there. */
export async function appendSamples(
  connection: DuckDBConnection,
  table: string,
  columns: readonly Column[],
  samples: readonly Sample[],
  kept: Blocks = new Map(),
): Promise<void> {
  const [api, { default: bindings }] = await Promise.all([import('@duckdb/node-api'), import('@duckdb/node-bindings')]);
  await connection.run(
    `CREATE TEMP TABLE IF NOT EXISTS ${named(table)} (${columns.map(({ name, type }) => `${named(name)} ${type}`).join(', ')})`,
  );
  const types = columns.map(({ type }) => TYPES[type](api));
  const blocks = columns.map((column) => {
    const block = kept.get(column) ?? makeBlock(bindings, column.type);
    kept.set(column, block);
    return block;
  });
  const appender = await connection.createAppender(table);
  try {
    // One for all: its memory is not the garbage collector's, which would not hurry to free it.
    const chunk = api.DuckDBDataChunk.create(types);
    for (let at = 0; at < samples.length; at += ROWS) {
      const end = Math.min(samples.length, at + ROWS);
      chunk.reset();
      chunk.rowCount = end - at;
      for (const [i, { get }] of columns.entries()) {
        const block = blocks[i]!;
        for (let row = at; row < end; row++) block.put(get(samples[row]!));
        block.moveTo(bindings.data_chunk_get_vector(chunk.chunk, i));
      }
      appender.appendDataChunk(chunk);
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}
