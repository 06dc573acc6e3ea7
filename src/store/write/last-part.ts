import type { DuckDBConnection } from '@duckdb/node-api';
import type { DayMetadata } from '../day-metadata.ts';
import { type DayPart, samplesFolder } from '../layout.ts';
import { readMetadata, readRowCounts } from '../read-metadata.ts';
import { parseSettled, type Settled } from '../settled.ts';
import { partsIn } from '../stored-parts.ts';

/** The last file of a day. */
export interface LastPart {
  readonly part: DayPart;
  /** Those that stay. */
  readonly rows: number;
  readonly settled: Settled;
}

/** As it stands. */
export interface KeptPart extends LastPart {
  readonly path: string;
  readonly metadata: DayMetadata;
}

/** The last file of a day, and how many of its rows stay; none where there is no file. */
export async function lastPart(
  { connection, own, stream }: { readonly connection: DuckDBConnection; readonly own: string; readonly stream: string },
  day: string,
): Promise<KeptPart | undefined> {
  const found = (await partsIn(samplesFolder(own, stream))).findLast((each) => each.day === day);
  if (found === undefined) return undefined;
  const [metadata] = await readMetadata(connection, [found.path]);
  const [rows = 0] = await readRowCounts(connection, [found.path]);
  return {
    part: found,
    path: found.path,
    metadata: metadata!,
    rows: rows - metadata!.provisional,
    settled: parseSettled(metadata!.settled),
  };
}
