import type { DuckDBConnection } from '@duckdb/node-api';
import type { Sample } from '../../model/sample.ts';
import { columnsOf } from '../columns.ts';
import { named } from '../duck.ts';
import { makeHotTable } from './hot-table.ts';
import { toSamples } from './read-rows.ts';
import { BY_TIME, PLACE, relation, within } from './relation.ts';
import { checkQuery, choose, columnsFor, daysWithin, type SampleQuery } from './sample-query.ts';
import { columnsIn, type SnapshotDay, type StreamSnapshot } from './stream-snapshot.ts';
import { inDay } from './stretch.ts';
import { numberRows } from './thinning.ts';

const ORDERS: Readonly<Record<NonNullable<SampleQuery['order']>, string>> = {
  time: BY_TIME,
  newest: ['time', ...PLACE].map((column) => `${column} DESC`).join(', '),
  stored: PLACE.join(', '),
};

/** Samples of a stream in batches, over a connection that serves this query alone. A day is looked at when those before it were taken. */
export async function* querySamples(
  connection: DuckDBConnection,
  snapshot: StreamSnapshot,
  query: SampleQuery,
): AsyncGenerator<readonly Sample[]> {
  const { every, limit = Number.POSITIVE_INFINITY, order, signal } = query;
  checkQuery(query, { every, limit: query.limit });
  if (query.fields) await columnsFor(connection, snapshot, query.fields);
  const days = daysWithin(snapshot.days, query);
  const table = await makeHotTable(connection, snapshot);
  const numbers = every === undefined ? undefined : await numberRows(connection, days, table, query);
  let left = limit;
  for (const day of order === 'newest' ? days.toReversed() : days) {
    const number = numbers?.get(day);
    for await (const batch of readDay(connection, snapshot, day, query, { table, number, limit: left })) {
      left -= batch.length;
      yield batch;
      signal?.throwIfAborted();
    }
    if (left === 0) return;
    signal?.throwIfAborted();
  }
}

interface DayOptions {
  /** Of hot rows. */
  readonly table: string | undefined;
  /** A row's number in the stretch, in SQL, where it is needed. */
  readonly number: string | undefined;
  readonly limit: number;
}

async function* readDay(
  connection: DuckDBConnection,
  snapshot: StreamSnapshot,
  day: SnapshotDay,
  query: SampleQuery,
  { table, number, limit }: DayOptions,
): AsyncGenerator<readonly Sample[]> {
  const { fields, flags } = choose(await columnsIn(connection, snapshot, [day]), query.fields);
  const { instrument, stream } = snapshot;
  const shape = { instrument, stream, fields, flags: Object.keys(flags) };
  const columns = columnsOf(shape);
  const clauses = [
    `SELECT ${columns.map(({ name }) => named(name)).join(', ')}`,
    `FROM (SELECT *, ${number ?? 0} AS number FROM ${relation({ files: day.files, table }, columns)}`,
    `WHERE ${within(inDay(day.day, query))}) WHERE number % ${query.every ?? 1} = 0`,
    `ORDER BY ${ORDERS[query.order ?? 'time']}`,
    ...(Number.isFinite(limit) ? [`LIMIT ${limit}`] : []),
  ];
  const result = await connection.stream(clauses.join(' '));
  const names = result.columnNames();
  for await (const chunk of result) if (chunk.rowCount > 0) yield toSamples(chunk, names, shape);
}
