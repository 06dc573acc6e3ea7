import type { DuckDBConnection, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import type { Sample, Value } from '../../model/sample.ts';
import { toJsonValue } from '../../model/sample-json.ts';
import type { Column, ColumnType } from '../columns.ts';
import { named } from '../duck.ts';

type Api = typeof import('@duckdb/node-api');
type Cell = Value | bigint | undefined;

/** As many rows as DuckDB takes at once. */
const ROWS = 2048;

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

const double = (value: Cell): number | null => (typeof value === 'number' ? value : null);
const text = (value: Cell): string | null =>
  value === null || value === undefined
    ? null
    : typeof value === 'string'
      ? value
      : JSON.stringify(toJsonValue(value as Value));
/** 64 bits hold it: an instrument's clock may show any year. */
const fitting = (value: bigint): bigint | null => (BigInt.asIntN(64, value) === value ? value : null);
const whole = (value: Cell): bigint | null =>
  typeof value === 'number' && Number.isFinite(value) ? fitting(BigInt(Math.round(value))) : null;
const listOf =
  (api: Api, one: (value: Cell) => DuckDBValue) =>
  (value: Cell): DuckDBValue =>
    Array.isArray(value) ? api.listValue(value.map(one)) : null;

/** How a value becomes one of DuckDB's; one that is not of the column's type is none. */
const CELLS: Readonly<Record<ColumnType, (api: Api) => (value: Cell) => DuckDBValue>> = {
  TIMESTAMP_NS: (api) => (value) =>
    typeof value === 'bigint' && fitting(value) !== null ? api.timestampNanosValue(value) : null,
  VARCHAR: () => text,
  DOUBLE: () => double,
  BIGINT: () => whole,
  BOOLEAN: () => (value) => (typeof value === 'boolean' ? value : null),
  BLOB: (api) => (value) => (value instanceof Uint8Array ? api.blobValue(value) : null),
  UTINYINT: () => double,
  'DOUBLE[]': (api) => listOf(api, double),
  'BIGINT[]': (api) => listOf(api, whole),
  'VARCHAR[]': (api) => listOf(api, text),
};

/** Adds samples to a table of this connection's own, in the order in which they are given; makes it where it is not there. */
export async function appendSamples(
  connection: DuckDBConnection,
  table: string,
  columns: readonly Column[],
  samples: readonly Sample[],
): Promise<void> {
  const api = await import('@duckdb/node-api');
  await connection.run(
    `CREATE TEMP TABLE IF NOT EXISTS ${named(table)} (${columns.map(({ name, type }) => `${named(name)} ${type}`).join(', ')})`,
  );
  const types = columns.map(({ type }) => TYPES[type](api));
  const cells = columns.map(({ type }) => CELLS[type](api));
  const appender = await connection.createAppender(table);
  try {
    // One for all: its memory is not the garbage collector's, which would not hurry to free it.
    const chunk = api.DuckDBDataChunk.create(types);
    for (let at = 0; at < samples.length; at += ROWS) {
      const some = samples.slice(at, at + ROWS);
      chunk.reset();
      chunk.rowCount = some.length;
      for (const [i, { get }] of columns.entries()) {
        const cell = cells[i]!;
        chunk.setColumnValues(
          i,
          some.map((sample) => cell(get(sample))),
        );
      }
      appender.appendDataChunk(chunk);
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}
