import type { DuckDBConnection } from '@duckdb/node-api';
import { readRowCounts } from '../read-metadata.ts';
import { PLACE, relation, TIME, within } from './relation.ts';
import type { SnapshotDay } from './stream-snapshot.ts';
import { inDay, isWholeDay, type OpenStretch } from './stretch.ts';

/**
 * Numbers the rows of a stretch as they stand in the files of its days: for each day an SQL expression that is 0 for the first row of
 * the stretch. Of a day that is in it from midnight to midnight nothing has to be read: a row's place in its file says it.
 */
export async function numberRows(
  connection: DuckDBConnection,
  days: readonly SnapshotDay[],
  table: string | undefined,
  whole: OpenStretch,
): Promise<ReadonlyMap<SnapshotDay, string>> {
  const numbers = new Map<SnapshotDay, string>();
  let passed = 0;
  for (const day of days) {
    const stretch = inDay(day.day, whole);
    if (isWholeDay(stretch) && day.hot === 0) {
      const paths = day.files.map(({ path }) => path);
      const starts: number[] = [];
      for (const rows of await readRowCounts(connection, paths)) {
        starts.push(passed);
        passed += rows;
      }
      numbers.set(day, `([${starts.join(', ')}][file_index::BIGINT + 1] + file_row_number)`);
    } else {
      numbers.set(day, `(row_number() OVER (ORDER BY ${PLACE.join(', ')}) - 1 + ${passed})`);
      const rows = relation({ files: day.files, table }, [TIME]);
      const counted = await connection.runAndReadAll(`SELECT count(*) FROM ${rows} WHERE ${within(stretch)}`);
      passed += Number(counted.value(0, 0));
    }
  }
  return numbers;
}
