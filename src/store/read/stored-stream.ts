import type { DuckDBConnection } from '@duckdb/node-api';
import { sum } from '../../kit/sum.ts';
import type { DayMetadata } from '../day-metadata.ts';
import { readMetadata, readRowCounts } from '../read-metadata.ts';
import type { StreamColumns, StreamSnapshot } from './stream-snapshot.ts';
import { columnsIn } from './stream-snapshot.ts';

/** One UTC day of a stream. */
export interface StoredDay {
  readonly day: string;
  /** With those that are in no file yet. */
  readonly rows: number;
  /** Of its files, in bytes. */
  readonly size: number;
  readonly files: readonly string[];
}

/** What there is of a stream. */
export interface StoredStream extends StreamColumns {
  readonly instrument: string;
  readonly stream: string;
  /** Oldest first. */
  readonly days: readonly StoredDay[];
  /** What the newest file says of itself. */
  readonly newest?: DayMetadata;
}

/** Says what there is of a stream; its fields and flags are those of all its days. */
export async function describeStream(connection: DuckDBConnection, snapshot: StreamSnapshot): Promise<StoredStream> {
  const { instrument, stream } = snapshot;
  const paths = snapshot.days.flatMap(({ parts }) => parts.map(({ path }) => path));
  const counts = await readRowCounts(connection, paths);
  const rows = new Map(paths.map((path, i) => [path, counts[i]!]));
  const [newest] = await readMetadata(connection, paths.slice(-1));
  const columns = await columnsIn(connection, snapshot, snapshot.days);
  return {
    instrument,
    stream,
    ...columns,
    days: snapshot.days.map(({ day, parts, files, hot }) => ({
      day,
      rows: sum(files.map((file) => file.rows ?? rows.get(file.path) ?? 0)) + hot,
      size: sum(parts.map(({ size }) => size)),
      files: parts.map(({ path }) => path),
    })),
    ...(newest && { newest }),
  };
}
