import type { DuckDBConnection } from '@duckdb/node-api';
import { appendSamples } from './append-samples.ts';
import { columnsOf } from './columns.ts';
import { named } from './duck.ts';
import type { StreamSnapshot } from './stream-snapshot.ts';

let tables = 0;

/** A stream's hot rows as a table that is nobody else's; `undefined` where there are none. */
export async function makeHotTable(
  connection: DuckDBConnection,
  { hot }: Pick<StreamSnapshot, 'hot'>,
): Promise<string | undefined> {
  if (hot === undefined || hot.samples.length === 0) return undefined;
  const table = `hot_${++tables}`;
  const { fields, flags } = hot.stream;
  await appendSamples(connection, table, columnsOf({ fields, flags: Object.keys(flags) }), hot.samples);
  return table;
}

export async function dropTable(connection: DuckDBConnection, table: string | undefined): Promise<void> {
  if (table !== undefined) await connection.run(`DROP TABLE IF EXISTS ${named(table)}`);
}
