import { join } from 'node:path';
import type { DuckDBValue } from '@duckdb/node-api';
import { z } from 'zod';
import { isThere } from '../../kit/files.ts';
import { inScope } from '../../kit/scope.ts';
import { dayOf, type Nanos } from '../../kit/time.ts';
import { EVENT_LEVELS, type EventLevel, type InstrumentEvent } from '../../model/event.ts';
import { openDuck } from '../duck.ts';
import { checkStretch } from '../read/stretch.ts';
import { closedName, type EventPart, eventDays, linesName } from './event-days.ts';
import { closedOf, linesOf } from './event-relation.ts';

const MEMORY = 128 << 20;
/** A day may be closed, and its lines removed, between finding a file and reading it. */
const ATTEMPTS = 5;
/** For the newest, so many times as many days are read as before, until there are enough of them. */
const MORE_DAYS = 4;

/** Which events are wanted; all that is not said is wanted. */
export interface EventQuery {
  readonly types?: readonly string[] | undefined;
  /** At least. */
  readonly level?: EventLevel | undefined;
  /** Exactly these. */
  readonly levels?: readonly EventLevel[] | undefined;
  /** How `by` begins: `ada` finds `ada@nansen sonde set`. */
  readonly by?: string | undefined;
  readonly subject?: string | undefined;
  /** Happened at this time or later. */
  readonly from?: Nanos | undefined;
  /** Began before this time. */
  readonly to?: Nanos | undefined;
  /** Stands in the sentence, in capitals or not. */
  readonly text?: string | undefined;
  readonly limit?: number | undefined;
  /** Which come first, and are within the limit; the oldest where nothing is said. */
  readonly order?: 'oldest' | 'newest' | undefined;
}

interface Condition {
  readonly sql: string;
  readonly values: readonly DuckDBValue[];
}

const NANOS = (name: string): string => `epoch_ns(${name})`;

function conditions({ types, level, levels: exact, by, subject, from, to, text }: EventQuery): Condition[] {
  const list = (values: readonly string[]): string => `(${values.map(() => '?').join(', ') || 'NULL'})`;
  const levels = level && EVENT_LEVELS.slice(EVENT_LEVELS.indexOf(level));
  return [
    ...(types ? [{ sql: `type IN ${list(types)}`, values: types }] : []),
    ...(levels ? [{ sql: `level IN ${list(levels)}`, values: levels }] : []),
    ...(exact ? [{ sql: `level IN ${list(exact)}`, values: exact }] : []),
    ...(by === undefined ? [] : [{ sql: 'starts_with("by", ?)', values: [by] }]),
    ...(subject === undefined ? [] : [{ sql: 'subject = ?', values: [subject] }]),
    ...(from === undefined
      ? []
      : [{ sql: `${NANOS('coalesce("until", time)')} >= CAST(? AS BIGINT)`, values: [from] }]),
    ...(to === undefined ? [] : [{ sql: `${NANOS('time')} < CAST(? AS BIGINT)`, values: [to] }]),
    ...(text === undefined ? [] : [{ sql: 'contains(lower("text"), lower(?))', values: [text] }]),
  ];
}

const row = z
  .object({
    time: z.bigint(),
    instrument: z.string(),
    type: z.string(),
    level: z.enum(EVENT_LEVELS),
    by: z.string(),
    subject: z.string().nullable(),
    text: z.string(),
    count: z.bigint().nullable(),
    until: z.bigint().nullable(),
    log_link: z.string().nullable(),
    log_day: z.string().nullable(),
    log_offset: z.bigint().nullable(),
    details: z.string(),
  })
  .transform(
    ({ subject, count, until, log_link, log_day, log_offset, details, ...rest }): InstrumentEvent => ({
      ...rest,
      ...(subject !== null && { subject }),
      ...(count !== null && { count: Number(count) }),
      ...(until !== null && { until }),
      ...(log_day !== null && {
        log: { ...(log_link !== null && { link: log_link }), day: log_day, offset: Number(log_offset) },
      }),
      details: JSON.parse(details),
    }),
  );

const COLUMNS = `${NANOS('time')} AS time, instrument, type, level, "by", subject, "text", "count",
  ${NANOS('"until"')} AS "until", log_link, log_day, log_offset, details`;

/** Events of the instruments whose folders of events these are. A folder that is not there has none. Rejects with a `ParameterError` where `to` does not lie behind `from`. */
export async function readEvents(folders: readonly string[], query: EventQuery = {}): Promise<InstrumentEvent[]> {
  const { from, limit, order = 'oldest' } = query;
  checkStretch(query);
  // What is written on a day happened on that day or before.
  const since = from === undefined ? '' : dayOf(from);
  if (order === 'oldest' || limit === undefined) return eventsSince(since, folders, query);
  const days = (await daysIn(folders)).filter((day) => day >= since);
  for (let count = 1; ; count *= MORE_DAYS) {
    const first = days.at(-count);
    const events = await eventsSince(first ?? since, folders, query);
    if (first === undefined || (events.length >= limit && dayOf(events.at(-1)!.time) >= first)) return events;
  }
}

/** Those that were written on a day or later. */
async function eventsSince(since: string, folders: readonly string[], query: EventQuery): Promise<InstrumentEvent[]> {
  const { limit, order = 'oldest' } = query;
  const all = conditions(query);
  const where = all.length === 0 ? '' : `WHERE ${all.map(({ sql }) => sql).join(' AND ')}`;
  const sorted = `ORDER BY time ${order === 'oldest' ? 'ASC' : 'DESC'}`;
  const rows = await rowsOf(
    folders,
    (events) => `SELECT ${COLUMNS} FROM ${events} ${where} ${sorted} LIMIT ${Math.trunc(limit ?? 1e9)}`,
    all.flatMap(({ values }) => values),
    since,
  );
  return rows.map((one) => row.parse(one));
}

/** The days on which something was written, the oldest first. */
async function daysIn(folders: readonly string[]): Promise<string[]> {
  const all = await Promise.all(folders.map(eventDays));
  return [...new Set(all.flatMap(({ open, closed }) => [...open, ...closed].map(({ day }) => day)))].sort();
}

async function rowsOf(
  folders: readonly string[],
  sql: (events: string) => string,
  values: DuckDBValue[] = [],
  since = '',
): Promise<unknown[]> {
  for (let attempt = 1; ; attempt++) {
    const { lines, closed } = await filesIn(folders, since);
    const parts = [...(closed.length > 0 ? [closedOf(closed)] : []), ...(lines.length > 0 ? [linesOf(lines)] : [])];
    if (parts.length === 0) return [];
    try {
      return await inScope(async (use) => {
        const duck = use(await openDuck({ memory: MEMORY }));
        const connection = use(await duck.connect());
        const reader = await connection.runAndReadAll(sql(`(${parts.join(' UNION ALL BY NAME ')})`), values);
        return reader.getRowObjects();
      });
    } catch (error) {
      const all = await Promise.all([...lines, ...closed].map(isThere));
      if (all.every(Boolean) || attempt === ATTEMPTS) throw error;
    }
  }
}

async function filesIn(
  folders: readonly string[],
  since: string,
): Promise<{ readonly lines: string[]; readonly closed: string[] }> {
  const all = await Promise.all(
    folders.map(async (folder) => {
      const { open, closed } = await eventDays(folder);
      const wanted = ({ day }: EventPart): boolean => day >= since;
      return {
        lines: open.filter(wanted).map((part) => join(folder, linesName(part))),
        closed: closed.filter(wanted).map((part) => join(folder, closedName(part))),
      };
    }),
  );
  return { lines: all.flatMap(({ lines }) => lines), closed: all.flatMap(({ closed }) => closed) };
}
