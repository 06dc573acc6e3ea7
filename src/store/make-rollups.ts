import { chmod, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { makeFolder, syncFolder, withFile } from '../kit/files.ts';
import { METADATA_KEY } from './day-metadata.ts';
import { named, quoted } from './duck.ts';
import { samplesFolder } from './layout.ts';
import { numberColumns, sourceColumns, valuesAndFailures } from './number-columns.ts';
import { floored, relation } from './relation.ts';
import { AGGREGATE_NAMES, AGGREGATES, MINUTE, PARTS, rollupColumn } from './rollup-columns.ts';
import {
  isCurrent,
  monthOf,
  type RollupDays,
  readRollupDays,
  rollupPath,
  rollupText,
  sourcesOf,
} from './rollup-metadata.ts';
import { partsIn } from './stored-parts.ts';
import { columnsIn, daysOf, type SnapshotDay } from './stream-snapshot.ts';

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
    signal?.throwIfAborted();
    const path = rollupPath(own, stream, month);
    const before = await readRollupDays(connection, path);
    const stale = days.filter(({ day, parts }) => !isCurrent(before[day], parts));
    if (stale.length === 0) continue;
    const kept = days.map(({ day }) => day).filter((day) => !stale.some((one) => one.day === day));
    const rows = [await summed(connection, stale), ...(kept.length > 0 ? [rowsOf(path, kept)] : [])];
    const sources: RollupDays = Object.fromEntries([
      ...kept.map((day) => [day, before[day]!] as const),
      ...stale.map(({ day, parts }) => [day, sourcesOf(parts)] as const),
    ]);
    await replace(path, async (temporary) => {
      await connection.run(
        `COPY (SELECT * FROM (${rows.join(' UNION ALL BY NAME ')}) ORDER BY time) TO ${quoted(temporary)} ` +
          `(FORMAT parquet, COMPRESSION zstd, KV_METADATA {${METADATA_KEY}: ${quoted(rollupText(sources))}})`,
      );
    });
    made.push(...stale.map(({ day }) => day));
  }
  return made;
}

/** The rows of some days in a file of roll-ups. */
const rowsOf = (path: string, days: readonly string[]): string =>
  `SELECT * FROM read_parquet(${quoted(path)}) WHERE strftime(time, '%Y-%m-%d') IN (${days.map(quoted).join(', ')})`;

/** The minutes of days, from their samples. */
async function summed(connection: DuckDBConnection, days: readonly SnapshotDay[]): Promise<string> {
  const columns = numberColumns(await columnsIn(connection, {}, days));
  const source = { files: days.flatMap(({ files }) => files) };
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
    `FROM ${relation(source, sourceColumns(columns))}) GROUP BY minute`
  );
}

/** Replaces a file by what `make` writes to the path that it is given, so that a reader sees the old or the new one. */
async function replace(path: string, make: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.tmp`);
  await makeFolder(dirname(path));
  try {
    await make(temporary);
    await chmod(temporary, 0o600);
    await withFile(temporary, 'r+', (file) => file.sync());
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
