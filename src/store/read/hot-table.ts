import type { DuckDBConnection } from '@duckdb/node-api';
import { columnsOf } from '../columns.ts';
import { appendSamples } from '../parquet/append-samples.ts';
import type { StreamSnapshot } from './stream-snapshot.ts';

/** The connection's own table, which goes with it. */
const TABLE = 'hot';

/** Makes a table of a stream's hot rows, for one query; `undefined` where there are none. */
export async function makeHotTable(
  connection: DuckDBConnection,
  { hot }: Pick<StreamSnapshot, 'hot'>,
): Promise<string | undefined> {
  if (hot === undefined || hot.samples.length === 0) return undefined;
  const { fields, flags } = hot.stream;
  await appendSamples(connection, TABLE, columnsOf({ fields, flags: Object.keys(flags) }), hot.samples);
  return TABLE;
}
