import type { DuckDBConnection } from '@duckdb/node-api';
import type { LogPosition } from '../model/driver-event.ts';
import type { DayMetadata } from '../store/day-metadata.ts';
import { quoted } from '../store/duck.ts';
import { samplesFolder } from '../store/layout.ts';
import { readMetadata, readRowCounts } from '../store/read-metadata.ts';
import { partsIn, type StoredPart } from '../store/stored-parts.ts';
import { type Compared, isComparable } from './compared.ts';
import { type Days, isAmong } from './range.ts';

/** A file of samples as it stood when it was looked at. */
export interface Stored extends StoredPart {
  readonly stream: string;
  readonly metadata: DayMetadata;
  /** So many rows are final: what stands behind them may change, and more may come. */
  readonly settledRows: number;
  /** Among them, those that are compared. */
  readonly comparable: number;
  /** The place of the last row that is compared. */
  readonly last: LogPosition | undefined;
  /** The place of the first row that is not final: what stands there or behind it is its writer's. */
  readonly open: LogPosition | undefined;
  /** The last day of the log that a row came from. */
  readonly lastLogDay: string | undefined;
}

/** The files of a stream for some days, oldest first. */
export async function storedParts(
  connection: DuckDBConnection,
  own: string,
  stream: string,
  days: Days,
  compared: Compared,
): Promise<Stored[]> {
  const parts = (await partsIn(samplesFolder(own, stream))).filter(({ day }) => isAmong(days, day));
  const paths = parts.map(({ path }) => path);
  const metadata = await readMetadata(connection, paths);
  const counts = await readRowCounts(connection, paths);
  const stored: Stored[] = [];
  for (const [i, part] of parts.entries()) {
    const settledRows = counts[i]! - metadata[i]!.provisional;
    stored.push({
      ...part,
      stream,
      metadata: metadata[i]!,
      settledRows,
      ...(await extentOf(connection, part.path, settledRows, compared)),
      open: metadata[i]!.provisional > 0 ? await placeOfRow(connection, part.path, settledRows) : undefined,
    });
  }
  return stored;
}

/** The final rows of a file, in SQL. */
export const settledRowsOf = ({ path, settledRows }: Pick<Stored, 'path' | 'settledRows'>): string =>
  `(SELECT * FROM read_parquet(${quoted(path)}, file_row_number = true) WHERE file_row_number < ${settledRows})`;

async function extentOf(
  connection: DuckDBConnection,
  path: string,
  settledRows: number,
  compared: Compared,
): Promise<Pick<Stored, 'comparable' | 'last' | 'lastLogDay'>> {
  const wanted = isComparable(compared);
  const found = await connection.runAndReadAll(`SELECT count(*) FILTER (${wanted}),
    max({ day: log_day, start: log_offset }) FILTER (${wanted}), max(log_day)
    FROM ${settledRowsOf({ path, settledRows })}`);
  const [comparable, last, lastLogDay] = found.getRowsJson()[0]!;
  const at = last as { readonly day: string; readonly start: string } | null;
  return {
    comparable: Number(comparable),
    last: at === null ? undefined : { day: at.day, offset: Number(at.start) },
    lastLogDay: lastLogDay === null ? undefined : String(lastLogDay),
  };
}

async function placeOfRow(connection: DuckDBConnection, path: string, row: number): Promise<LogPosition | undefined> {
  const found = await connection.runAndReadAll(
    `SELECT log_day, log_offset FROM read_parquet(${quoted(path)}) WHERE file_row_number = ${row} AND log_day IS NOT NULL`,
  );
  const [place] = found.getRows();
  return place && { day: String(place[0]), offset: Number(place[1]) };
}
