import { chmod } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { makeFolder, wholeFile } from '../../kit/files.ts';
import { MINUTE } from '../../kit/time.ts';
import { METADATA_KEY } from '../day-metadata.ts';
import { named, quoted } from '../duck.ts';
import { samplesFolder } from '../layout.ts';
import { floored, relation, within } from '../read/relation.ts';
import { columnsIn, daysOf, type SnapshotDay } from '../read/stream-snapshot.ts';
import { inDay } from '../read/stretch.ts';
import { partsIn } from '../stored-parts.ts';
import { type NumberColumn, numberColumns, sourceColumns, valuesAndFailures } from './number-columns.ts';
import { AGGREGATE_NAMES, AGGREGATES, PARTS, rollupColumn, rollupColumns } from './rollup-columns.ts';
import {
  isCurrent,
  monthOf,
  type RollupDays,
  readRollupDays,
  rollupPath,
  rollupText,
  sourcesOf,
} from './rollup-metadata.ts';

/**
 * Makes the roll-ups of a stream's days that have none, or whose files have changed since: of all days before `today`. `own` is the
 * instrument's folder. Returns the days that were made.
 */
export async function makeRollups(
  connection: DuckDBConnection,
  own: string,
  stream: string,
  today: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const closed = daysOf((await partsIn(samplesFolder(own, stream))).filter(({ day }) => day < today));
  const made: string[] = [];
  for (const [month, days] of Map.groupBy(closed, ({ day }) => monthOf(day))) {
    const path = rollupPath(own, stream, month);
    const before = await readRollupDays(connection, path);
    const isStale = ({ day, parts }: SnapshotDay): boolean => !isCurrent(before[day], parts);
    const stale = days.filter(isStale).map(({ day }) => day);
    if (stale.length === 0) continue;
    const columns = numberColumns(await columnsIn(connection, {}, days));
    const sources = days.map(({ day, parts }) => [day, sourcesOf(parts)] as const);
    try {
      const all = rollupColumns(columns).map(({ name, type }) => `${named(name)} ${type}`);
      await connection.run(`CREATE TEMP TABLE ${MONTH} (${all.join(', ')})`);
      for (const day of days) {
        signal?.throwIfAborted();
        const rows = isStale(day) ? summed(day, columns) : rowsOf(path, day, columns);
        await connection.run(`INSERT INTO ${MONTH} BY NAME ${rows}`);
      }
      await makeFolder(dirname(path));
      await wholeFile(
        path,
        (temporary) => copyMonth(connection, temporary, Object.fromEntries(sources)),
        join(dirname(path), `.${basename(path)}.tmp`),
      );
    } finally {
      await connection.run(`DROP TABLE IF EXISTS ${MONTH}`);
    }
    made.push(...stale);
  }
  return made;
}

/** Where a month is put together. */
const MONTH = 'rollup';

/** Rows that a reader passes over at once: about a week. */
const GROUP = 10_240;

async function copyMonth(connection: DuckDBConnection, target: string, sources: RollupDays): Promise<void> {
  await connection.run(
    `COPY ${MONTH} TO ${quoted(target)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${GROUP}, USE_TMP_FILE false,
     KV_METADATA {${METADATA_KEY}: ${quoted(rollupText(sources))}})`,
  );
  await chmod(target, 0o600);
}

/** The rows of a day as they stand in a file of roll-ups. */
const rowsOf = (path: string, { day }: SnapshotDay, columns: readonly NumberColumn[]): string => {
  const all = rollupColumns(columns);
  const names = all.map(({ name }) => named(name)).join(', ');
  return `SELECT ${names} FROM ${relation({ files: [{ path }] }, all)} WHERE ${within(inDay(day, {}))} ORDER BY time`;
};

/** The minutes of a day, from its samples. */
function summed({ files }: SnapshotDay, columns: readonly NumberColumn[]): string {
  const sums = columns.flatMap(({ name }, i) =>
    PARTS.flatMap((part) =>
      AGGREGATE_NAMES.map(
        (aggregate) =>
          `${AGGREGATES[aggregate].of}(v${i}) FILTER (${part === 'failed' ? '' : 'NOT '}f${i})` +
          ` AS ${named(rollupColumn(name, part, aggregate))}`,
      ),
    ),
  );
  return (
    `SELECT make_timestamp_ns(minute * ${MINUTE}) AS time, ${['count(*) AS rows', ...sums].join(', ')} FROM (` +
    `SELECT ${[`${floored(MINUTE)} AS minute`, ...valuesAndFailures(columns)].join(', ')} ` +
    `FROM ${relation({ files }, sourceColumns(columns))}) GROUP BY minute ORDER BY time`
  );
}
