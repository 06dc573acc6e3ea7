import type { DuckDBConnection } from '@duckdb/node-api';
import { columnsOf } from '../columns.ts';
import { appendChunks } from '../parquet/append-chunks.ts';
import type { StreamSnapshot } from './stream-snapshot.ts';

/** The connection's own table, which goes with it. */
const TABLE = 'hot';

/** Makes a table of a stream's hot rows, for one query; `undefined` where there are none. */
export async function makeHotTable(
  connection: DuckDBConnection,
  { hot }: Pick<StreamSnapshot, 'hot'>,
): Promise<string | undefined> {
  if (hot === undefined || hot.days.size === 0) return undefined;
  const { fields, flags } = hot.stream;
  const columns = columnsOf({ fields, flags: Object.keys(flags) });
  await appendChunks(connection, TABLE, columns, [...hot.days.values()].flat());
  return TABLE;
}
