import type { DuckDBConnection } from '@duckdb/node-api';
import type { LogPosition, ResumePoint } from '../../model/driver-event.ts';
import type { Sample } from '../../model/sample.ts';
import { columnsOf } from '../columns.ts';
import { named, quoted } from '../duck.ts';
import { samplesFolder } from '../layout.ts';
import { partsIn } from '../stored-parts.ts';
import { toSamples } from './read-rows.ts';
import { PLACE, relation, standsBefore } from './relation.ts';
import { columnsIn, daysOf } from './stream-snapshot.ts';

/** Which samples of a stream. */
export interface HistoryQuery {
  /** The instrument's folder. */
  readonly own: string;
  readonly instrument: string;
  readonly stream: string;
  /** Where the log is read on from. */
  readonly resume: ResumePoint;
  readonly count: number;
}

/** The last samples of a stream that stand in the log before a place, in the order of the log, without their flags. */
export async function readLastBefore(connection: DuckDBConnection, query: HistoryQuery): Promise<Sample[]> {
  const { own, instrument, stream, resume, count } = query;
  const found: Sample[] = [];
  for (const day of daysOf(await partsIn(samplesFolder(own, stream))).reverse()) {
    if (found.length === count) break;
    const { fields } = await columnsIn(connection, {}, [day]);
    const shape = { instrument, stream, fields, flags: [] };
    const columns = columnsOf(shape);
    const result = await connection.stream(
      `SELECT ${columns.map(({ name }) => named(name)).join(', ')} FROM ${relation(day, columns)}
       WHERE ${isBefore(resume)} ORDER BY ${PLACE.map((column) => `${column} DESC`).join(', ')} LIMIT ${count - found.length}`,
    );
    const names = result.columnNames();
    for await (const chunk of result) if (chunk.rowCount > 0) found.push(...toSamples(chunk, names, shape));
  }
  return found.reverse();
}

const isPlace = (resume: ResumePoint): resume is LogPosition => typeof resume.day === 'string';

/** Whether a row stands in the log before the place from which that is read on, in SQL. */
function isBefore(resume: ResumePoint): string {
  if (isPlace(resume)) return standsBefore(resume);
  const links = Object.entries(resume).map(
    ([link, place]) => `(log_link = ${quoted(link)} AND ${standsBefore(place)})`,
  );
  return `(${['false', ...links].join(' OR ')})`;
}
