import type { DuckDBConnection } from '@duckdb/node-api';
import { type Issue, ParameterError } from '../../kit/errors.ts';
import { nearest } from '../../kit/nearest.ts';
import { columnsIn, type SnapshotDay, type StreamColumns, type StreamSnapshot } from './stream-snapshot.ts';
import { inDay, isEmpty, type OpenStretch, stretchIssues } from './stretch.ts';

/** Which stretch of which stream. */
export interface StretchQuery extends OpenStretch {
  readonly instrument: string;
  readonly stream: string;
  /** All where none are named. */
  readonly fields?: readonly string[];
  readonly signal?: AbortSignal;
}

/** Which samples of a stretch, and in which order. */
export interface SampleQuery extends StretchQuery {
  /** The first one, and then every so many-th, as they stand in the files. */
  readonly every?: number;
  /** At most so many. */
  readonly limit?: number;
  /**
   * By `time` unless it says otherwise; `newest` is that from its end; `stored` is day by day, and in each as they stand in the files:
   * in the order of the log.
   */
  readonly order?: 'time' | 'newest' | 'stored';
}

/** Throws a `ParameterError` with all that is wrong with a query's numbers and times. */
export function checkQuery(query: StretchQuery, numbers: Readonly<Record<string, number | undefined>>): void {
  const wrong = Object.entries(numbers).filter(
    ([, value]) => value !== undefined && (!Number.isSafeInteger(value) || value < 1),
  );
  const issues: Issue[] = [
    ...wrong.map(([name, value]) => ({ name, message: `must be a whole number from 1, not ${value}` })),
    ...stretchIssues(query),
  ];
  if (issues.length > 0) throw new ParameterError(issues);
}

/** The days that a stretch touches, oldest first. */
export const daysWithin = (days: readonly SnapshotDay[], stretch: OpenStretch): SnapshotDay[] =>
  days.filter(({ day }) => !isEmpty(inDay(day, stretch)));

/**
 * Columns of a stream, with those of the fields that are named, and of all days where none are; a `ParameterError` lists all names that
 * are no field on any day. Mostly the newest day knows them all.
 */
export async function columnsFor(
  connection: DuckDBConnection,
  snapshot: StreamSnapshot,
  names: readonly string[] | undefined,
): Promise<StreamColumns> {
  const newest = await columnsIn(connection, snapshot, snapshot.days.slice(-1));
  if (names?.every((name) => Object.hasOwn(newest.fields, name))) return newest;
  const all = await columnsIn(connection, snapshot, snapshot.days);
  const unknown = (names ?? []).filter((name) => !Object.hasOwn(all.fields, name));
  if (unknown.length === 0) return all;
  const { instrument, stream } = snapshot;
  throw new ParameterError(
    unknown.map((name) => ({
      name,
      message: `no such field of ${instrument}/${stream}; ${nearest(name, Object.keys(all.fields))}`,
    })),
  );
}

/** Of a stream's columns those of some fields. */
export function choose({ fields, flags }: StreamColumns, names: readonly string[] | undefined): StreamColumns {
  if (names === undefined) return { fields, flags };
  const own = names.filter((name) => Object.hasOwn(fields, name));
  return {
    fields: Object.fromEntries(own.map((name) => [name, fields[name]!])),
    flags: Object.fromEntries(Object.entries(flags).filter(([, { field }]) => own.includes(field))),
  };
}
