import type { DuckDBConnection } from '@duckdb/node-api';
import { fromIso, type Nanos } from '../kit/time.ts';
import type { Sample } from '../model/sample.ts';
import { columnsOf } from './columns.ts';
import { named } from './duck.ts';
import { dropTable, makeHotTable } from './hot-table.ts';
import { type RowShape, toSamples } from './read-rows.ts';
import { PLACE, relation, within } from './relation.ts';
import { checkQuery, choose, columnsFor, daysWithin, type SampleQuery } from './sample-query.ts';
import { columnsIn, DAY, type SnapshotDay, type StreamSnapshot } from './stream-snapshot.ts';

const ORDERS: Readonly<Record<NonNullable<SampleQuery['order']>, string>> = {
  time: ['time', ...PLACE].join(', '),
  newest: ['time', ...PLACE].map((column) => `${column} DESC`).join(', '),
  stored: PLACE.join(', '),
};

/** Samples of a stream in batches. A day is looked at when those before it were taken. */
export async function* querySamples(
  connection: DuckDBConnection,
  snapshot: StreamSnapshot,
  query: SampleQuery,
): AsyncGenerator<readonly Sample[]> {
  const { every, limit = Number.POSITIVE_INFINITY, order = 'time', signal } = query;
  checkQuery(query, { every, limit: query.limit });
  if (query.fields) await columnsFor(connection, snapshot, query.fields);
  const days = daysWithin(snapshot.days, query);
  const table = await makeHotTable(connection, snapshot);
  let taken = 0;
  let passed = 0;
  try {
    for (const day of order === 'newest' ? days.toReversed() : days) {
      const rows = await rowsOf(connection, snapshot, day, table, query);
      for await (const batch of rows.read(passed, limit - taken)) {
        taken += batch.length;
        yield batch;
        signal?.throwIfAborted();
      }
      if (taken >= limit) return;
      if (every !== undefined) passed += await rows.count();
      signal?.throwIfAborted();
    }
  } finally {
    await dropTable(connection, table);
  }
}

/** The rows of one day that a query wants. */
async function rowsOf(
  connection: DuckDBConnection,
  snapshot: StreamSnapshot,
  day: SnapshotDay,
  table: string | undefined,
  { fields: names, from, to, every, order = 'time' }: SampleQuery,
) {
  const { fields, flags } = choose(await columnsIn(connection, snapshot, [day]), names);
  const { instrument, stream } = snapshot;
  const shape: RowShape = { instrument, stream, fields, flags: Object.keys(flags) };
  const columns = columnsOf(shape);
  const midnight = fromIso(day.day);
  const stretch = within(later(from, midnight), earlier(to, midnight + DAY));
  const wanted = `FROM ${relation({ files: day.files, table }, columns)} WHERE ${stretch}`;
  const by = ORDERS[order];
  return {
    /** When `passed` rows of the query stand before them. */
    async *read(passed: number, limit: number): AsyncGenerator<Sample[]> {
      const result = await connection.stream(
        [
          `SELECT ${columns.map(({ name }) => named(name)).join(', ')} ${wanted}`,
          ...(every === undefined
            ? []
            : [`QUALIFY (row_number() OVER (ORDER BY ${by}) - 1 + ${passed}) % ${every} = 0`]),
          `ORDER BY ${by}`,
          ...(Number.isFinite(limit) ? [`LIMIT ${limit}`] : []),
        ].join(' '),
      );
      const columnNames = result.columnNames();
      for await (const chunk of result) if (chunk.rowCount > 0) yield toSamples(chunk, columnNames, shape);
    },
    count: async (): Promise<number> =>
      Number((await connection.runAndReadAll(`SELECT count(*) ${wanted}`)).value(0, 0)),
  };
}

const later = (a: Nanos | undefined, b: Nanos): Nanos => (a === undefined || a < b ? b : a);
const earlier = (a: Nanos | undefined, b: Nanos): Nanos => (a === undefined || a > b ? b : a);
