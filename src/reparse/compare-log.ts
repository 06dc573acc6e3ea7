import type { DuckDBConnection } from '@duckdb/node-api';
import type { Instrument } from '../definition/instrument.ts';
import { streamsOver } from '../definition/links.ts';
import { samplesOfLog } from '../driver/log-samples.ts';
import { runningStart } from '../driver/running-start.ts';
import type { Clock } from '../kit/clock.ts';
import { dayOf } from '../kit/time.ts';
import type { Sample } from '../model/sample.ts';
import { type DayEntry, isHere, knownDays } from '../packet/log-days.ts';
import { comparePositions, type Position } from '../packet/position.ts';
import type { Refiner } from '../refine/refiner.ts';
import { Settling } from '../refine/settling.ts';
import type { Compared } from './compared.ts';
import { Comparison } from './comparison.ts';
import type { ComparedPart } from './part-comparison.ts';
import { type Days, dayBehind, isAmong } from './range.ts';
import { type Stored, storedParts } from './stored-part.ts';

/** How far a re-parse has got. */
export interface ReparseProgress {
  readonly link: string;
  /** Where in the log. */
  readonly at: Position;
  readonly samples: number;
  /** Earlier days are read for the last records of these streams, which later ones refer to. */
  readonly searching?: readonly string[];
}

export interface CompareLogOptions {
  readonly connection: DuckDBConnection;
  /** The instrument's folder. */
  readonly own: string;
  readonly instrument: string;
  readonly definition: Instrument;
  readonly link: string;
  /** The folder of the link's log. */
  readonly dir: string;
  readonly days: Days;
  /** Of the link. */
  readonly streams: readonly string[];
  /** A new one. */
  readonly refiner: Refiner;
  /** The last samples of the streams before a day, as they are kept. */
  readonly before: (day: string, refiner: Refiner) => Promise<readonly Sample[]>;
  /** Who writes the files has taken care of all before it, and of what stands there or behind it not yet. */
  readonly bound: Position | undefined;
  /** A folder for what differs. */
  readonly work: string;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: ReparseProgress) => void;
}

/** Decodes a link's log anew and compares what it gives with the files of these days. */
export async function compareLog(options: CompareLogOptions): Promise<ComparedPart[]> {
  const { connection, own, days, streams, dir, link, bound, work, refiner } = options;
  const known = await knownDays(dir);
  // The log must be there without a gap from where it is read; what stands before is as good as lost.
  const readable = known.slice(known.findLastIndex((day) => day.day <= days.last && !isHere(day)) + 1).filter(isHere);
  const compared: Compared = { link, readable: readable[0]?.day ?? '9999-12-31', bound };
  const stored: Stored[] = [];
  for (const stream of streams) stored.push(...(await storedParts(connection, own, stream, days, compared)));
  const comparison = new Comparison({ connection, streams: refiner.streams, stored, compared, work });
  await decode(options, readable, lastDay(days, readable, stored), (samples) => {
    const wanted = samples.filter(
      ({ stream, time, log }) =>
        streams.includes(stream) && isAmong(days, dayOf(time)) && !(bound && log && comparePositions(log, bound) >= 0),
    );
    return comparison.take(wanted);
  });
  return comparison.finish();
}

/** The last day of the log that holds samples of these days: where the clock was set back, a later one than they are of. */
const lastDay = (days: Days, readable: readonly DayEntry[], stored: readonly Stored[]): string => {
  const newest = readable.at(-1)?.day ?? days.last;
  const wanted = days.last < newest ? days.last : newest;
  return stored.reduce((last, { lastLogDay = last }) => (lastLogDay > last ? lastLogDay : last), wanted);
};

async function decode(
  options: CompareLogOptions,
  readable: readonly DayEntry[],
  last: string,
  take: (samples: readonly Sample[]) => Promise<void>,
): Promise<void> {
  const { link, days, refiner, onProgress, definition } = options;
  const start = await runningStart({
    ...options,
    days: readable,
    first: days.first,
    onSearch: (since, searching) => onProgress?.({ link, at: { day: since, offset: 0 }, samples: 0, searching }),
  });
  if (start === undefined || start > last) return;
  refiner.recall(await options.before(start, refiner));
  const settling = new Settling();
  const end = { day: dayBehind(last), offset: 0 };
  const isOfDays = ({ time }: Sample): boolean => isAmong(days, dayOf(time));
  const own = Object.keys(streamsOver(definition, link));
  let count = 0;
  for await (const stretch of samplesOfLog({ ...options, from: { day: start, offset: 0 } })) {
    count += stretch.samples.length;
    await take(settling.take(refiner.refine(stretch.samples)));
    onProgress?.({ link, at: stretch.end, samples: count });
    // Behind the days: a record may reach over their end, and a flag may wait for the next sample.
    if (comparePositions(stretch.resume, end) >= 0 && !settling.holds(isOfDays)) break;
  }
  await take(settling.rest().filter(({ stream }) => own.includes(stream)));
}
