import type { DuckDBConnection } from '@duckdb/node-api';
import { named } from '../duck.ts';
import { floored, type RowSource, relation, within } from '../read/relation.ts';
import type { Stretch } from '../read/stretch.ts';
import { type NumberColumn, sourceColumns, valuesAndFailures } from './number-columns.ts';
import { type Aggregate, rollupColumn, rollupColumns } from './rollup-columns.ts';

/** What is summed up, and how. */
export interface Summing {
  readonly columns: readonly NumberColumn[];
  /** Of a bucket, in ns. */
  readonly width: bigint;
  readonly withoutFailed: boolean;
}

/** A query whose rows are a bucket's number, `rows`, and for the first column `min0`, `max0`, `sum0`, `count0`; then for the others. */
export type Sums = string;

const grouped = (width: bigint, columns: readonly string[], from: string, where: string): Sums =>
  `SELECT ${[`${floored(width)} AS bucket`, ...columns].join(', ')} FROM ${from} WHERE ${where} GROUP BY bucket`;

/** Sums of samples. */
export function sumsOfSamples(source: RowSource, stretch: Stretch, { columns, width, withoutFailed }: Summing): Sums {
  const values = `(SELECT ${['time', ...valuesAndFailures(columns)].join(', ')} FROM ${relation(source, sourceColumns(columns))})`;
  const sums = columns.flatMap((_, i) => {
    const chosen = withoutFailed ? ` FILTER (NOT f${i})` : '';
    return [
      `min(v${i})${chosen} AS min${i}`,
      `max(v${i})${chosen} AS max${i}`,
      `fsum(v${i})${chosen} AS sum${i}`,
      `count(v${i})${chosen} AS count${i}`,
    ];
  });
  return grouped(width, ['count(*) AS rows', ...sums], values, within(stretch));
}

/** How a passed and a failed part become one. */
const BOTH: Readonly<Record<Aggregate, (passed: string, failed: string) => string>> = {
  min: (passed, failed) => `least(${passed}, ${failed})`,
  max: (passed, failed) => `greatest(${passed}, ${failed})`,
  sum: (passed, failed) => `coalesce(${passed}, 0) + coalesce(${failed}, 0)`,
  count: (passed, failed) => `coalesce(${passed}, 0) + coalesce(${failed}, 0)`,
};

/** Sums of roll-ups. */
export function sumsOfRollups(
  paths: readonly string[],
  stretch: Stretch,
  { columns, width, withoutFailed }: Summing,
): Sums {
  const sums = columns.flatMap(({ name }, i) => {
    const kept = (aggregate: Aggregate): string => {
      const passed = named(rollupColumn(name, 'passed', aggregate));
      return withoutFailed ? passed : BOTH[aggregate](passed, named(rollupColumn(name, 'failed', aggregate)));
    };
    return [
      `min(${kept('min')}) AS min${i}`,
      `max(${kept('max')}) AS max${i}`,
      `fsum(${kept('sum')}) AS sum${i}`,
      `sum(${kept('count')}) AS count${i}`,
    ];
  });
  const source = { files: paths.map((path) => ({ path })) };
  return grouped(width, ['sum(rows) AS rows', ...sums], relation(source, rollupColumns(columns)), within(stretch));
}

/** One bucket of all, as DuckDB gives it. */
export interface BucketSum {
  readonly number: bigint;
  readonly rows: number;
  /** By column: least, greatest, sum, how many. */
  readonly columns: readonly (readonly [number | null, number | null, number | null, number])[];
}

const numberOrNull = (value: unknown): number | null => (value === null ? null : Number(value));

/** Carries out queries together: one row for each bucket. */
export async function addSums(
  connection: DuckDBConnection,
  parts: readonly Sums[],
  { columns }: Summing,
): Promise<BucketSum[]> {
  if (parts.length === 0) return [];
  const sums = columns.map((_, i) => `min(min${i}), max(max${i}), fsum(sum${i}), sum(count${i})::BIGINT`);
  const result = await connection.runAndReadAll(
    `SELECT ${['bucket', 'sum(rows)::BIGINT', ...sums].join(', ')} FROM (${parts.join(' UNION ALL ')})
     GROUP BY bucket ORDER BY bucket`,
  );
  return result.getRows().map(([number, rows, ...rest]) => ({
    number: BigInt(String(number)),
    rows: Number(rows),
    columns: columns.map((_, i) => {
      const [min, max, sum, count] = rest.slice(4 * i, 4 * i + 4);
      return [numberOrNull(min), numberOrNull(max), numberOrNull(sum), Number(count ?? 0)] as const;
    }),
  }));
}
