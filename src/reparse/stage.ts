import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { makeFolder } from '../kit/files.ts';
import { fromIso } from '../kit/time.ts';
import type { DayMetadata, StreamFacts } from '../store/day-metadata.ts';
import { quotedList } from '../store/duck.ts';
import { partName } from '../store/layout.ts';
import { mergeParquet, type Source } from '../store/parquet/merge-parquet.ts';
import { readRowCounts } from '../store/read-metadata.ts';
import type { ReplacedFile } from '../store/replace/replacement-manifest.ts';
import { formatSettled, parseSettled, reachedBy, type Settled } from '../store/settled.ts';
import { columnsOfFacts, mergeFacts } from '../store/stream-facts.ts';
import type { ComparedPart, Piece } from './part-comparison.ts';
import type { Stored } from './stored-part.ts';

/** Makes the file that is to take the place of the one that was compared, in a folder of its own; it is on the disk then. */
export async function stagePart(
  connection: DuckDBConnection,
  { stream, day, part, stored, pieces }: ComparedPart,
  facts: StreamFacts,
  folder: string,
): Promise<ReplacedFile> {
  await makeFolder(folder);
  const name = partName({ day, part });
  const metadata: DayMetadata = {
    ...factsOfPart(stored, facts),
    version: 1,
    provisional: 0,
    settled: formatSettled(await settledBy(connection, stored, pieces)),
  };
  const path = join(folder, name);
  await mergeParquet(
    connection,
    pieces.map((piece): Source => ('path' in piece ? piece : { path: stored!.path, ...piece })),
    path,
    columnsOfFacts(metadata),
    metadata,
  );
  const [rows = 0] = await readRowCounts(connection, [path]);
  return { stream, name, replaces: stored?.settledRows ?? 0, rows };
}

/** What is known of its rows: where some stay as they were, also what was known of them. */
const factsOfPart = (stored: Stored | undefined, facts: StreamFacts): StreamFacts =>
  stored !== undefined && stored.settledRows > stored.comparable ? mergeFacts(stored.metadata, facts) : facts;

/** How far the rows reach: those that were there before, and those that are new. */
async function settledBy(
  connection: DuckDBConnection,
  stored: Stored | undefined,
  pieces: readonly Piece[],
): Promise<Settled> {
  const before = parseSettled(stored?.metadata.settled ?? []);
  const paths = pieces.flatMap((piece) => ('path' in piece ? [piece.path] : []));
  if (paths.length === 0) return before;
  const found = await connection.runAndReadAll(`SELECT log_link, last.day, last.start, last.size, arrived FROM (
    SELECT log_link, max({ day: log_day, start: log_offset, size: log_length }) AS last,
      max(coalesce(port_time, time))::VARCHAR AS arrived
    FROM read_parquet(${quotedList(paths)}, union_by_name = true) WHERE log_day IS NOT NULL GROUP BY log_link)`);
  const ends = found.getRows().map(([link, day, at, length, arrived]) => ({
    time: fromIso(`${arrived}Z`),
    times: {},
    log: {
      ...(typeof link === 'string' && { link }),
      day: String(day),
      offset: Number(at),
      length: Number(length),
    },
  }));
  return reachedBy(before, ends);
}
