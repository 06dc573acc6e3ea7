import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { MINUTE, type Nanos } from '../../kit/time.ts';
import { makeHotTable } from '../read/hot-table.ts';
import { relation, TIME } from '../read/relation.ts';
import { checkQuery, columnsFor, daysWithin, type StretchQuery } from '../read/sample-query.ts';
import type { SnapshotDay, StreamSnapshot } from '../read/stream-snapshot.ts';
import { isEmpty, type Stretch } from '../read/stretch.ts';
import { bucketWidth } from './bucket-grid.ts';
import { planBuckets } from './bucket-plan.ts';
import { addSums, type BucketSum, type Summing, sumsOfRollups, sumsOfSamples } from './bucket-sql.ts';
import { numberColumns } from './number-columns.ts';
import { isCurrent, monthOf, readRollupDays, rollupPath } from './rollup-metadata.ts';

export interface BucketQuery extends StretchQuery {
  /** At most so many. */
  readonly buckets: number;
  /** Leaves out values that a quality test has failed (flag 4). Otherwise none are left out. */
  readonly withoutFailed?: boolean;
}

/** Of the values of one field in one bucket; null where there are none. */
export interface Summary {
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  readonly count: number;
}

export interface Bucket {
  /** When it begins. */
  readonly time: Nanos;
  readonly rows: number;
  /** By field. */
  readonly values: Readonly<Record<string, Summary>>;
}

export interface Buckets {
  /** How long each is, in ns; 0 where nothing says how long the stretch is: neither the query nor any row. */
  readonly width: Nanos;
  /** Those that have rows, oldest first. */
  readonly buckets: readonly Bucket[];
}

/** Sums a stream's numbers up, over a connection that serves this query alone: for each of at most so many stretches of the same length. */
export async function queryBuckets(
  connection: DuckDBConnection,
  snapshot: StreamSnapshot,
  data: string,
  query: BucketQuery,
): Promise<Buckets> {
  checkQuery(query, { buckets: query.buckets });
  const columns = numberColumns(await columnsFor(connection, snapshot, query.fields), query.fields);
  const days = daysWithin(snapshot.days, query);
  const table = await makeHotTable(connection, snapshot);
  const extent = await extentOf(connection, days, table, query);
  if (extent === undefined) return { width: 0n, buckets: [] };
  const width = bucketWidth(extent, query.buckets);
  const summing: Summing = { columns, width, withoutFailed: query.withoutFailed ?? false };
  const pathOf = ({ day }: SnapshotDay): string =>
    rollupPath(join(data, snapshot.instrument), snapshot.stream, monthOf(day));
  const rolledUp = width % MINUTE === 0n ? await rolledUpDays(connection, days, pathOf) : new Set();
  const plan = planBuckets(days, extent, (day) => rolledUp.has(day));
  const sums = await addSums(
    connection,
    [
      ...plan.rolled.map((stretch) => sumsOfRollups([...new Set(stretch.days.map(pathOf))], stretch, summing)),
      ...plan.raw.map((stretch) => {
        const files = stretch.days.flatMap((day) => day.files);
        return sumsOfSamples({ files, table }, stretch, summing);
      }),
    ],
    summing,
  );
  return { width, buckets: sums.map((sum) => bucketOf(sum, summing)) };
}

const bucketOf = ({ number, rows, columns: sums }: BucketSum, { columns, width }: Summing): Bucket => ({
  time: number * width,
  rows,
  values: Object.fromEntries(
    columns.map(({ name }, i) => {
      const [min, max, sum, count] = sums[i]!;
      return [name, { min, max, mean: count === 0 || sum === null ? null : sum / count, count }];
    }),
  ),
});

/** From where to where a query goes: from the first row to the last, where it does not say. */
async function extentOf(
  connection: DuckDBConnection,
  days: readonly SnapshotDay[],
  table: string | undefined,
  { from, to }: StretchQuery,
): Promise<Stretch | undefined> {
  if (from !== undefined && to !== undefined) return { from, to };
  const ends = [...new Set([...days.slice(0, 1), ...days.slice(-1)])];
  const files = ends.flatMap((day) => day.files);
  const found = await connection.runAndReadAll(
    `SELECT epoch_ns(min(time)), epoch_ns(max(time)) FROM ${relation({ files, table }, [TIME])}`,
  );
  const [first, last] = [found.value(0, 0), found.value(1, 0)];
  if (typeof first !== 'bigint' || typeof last !== 'bigint') return undefined;
  const extent = { from: from ?? first, to: to ?? last + 1n };
  return isEmpty(extent) ? undefined : extent;
}

/** The days whose roll-ups were made from the files that are there. */
async function rolledUpDays(
  connection: DuckDBConnection,
  days: readonly SnapshotDay[],
  pathOf: (day: SnapshotDay) => string,
): Promise<ReadonlySet<unknown>> {
  const found: SnapshotDay[] = [];
  for (const [path, own] of Map.groupBy(days, pathOf)) {
    const made = await readRollupDays(connection, path);
    found.push(...own.filter(({ day, parts, hot }) => hot === 0 && isCurrent(made[day], parts)));
  }
  return new Set(found);
}
