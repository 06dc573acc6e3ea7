import type { Instrument } from '../definition/instrument.ts';
import { streamsOver } from '../definition/links.ts';
import { samplesOfLog } from '../driver/log-samples.ts';
import { runningStart } from '../driver/running-start.ts';
import type { Clock } from '../kit/clock.ts';
import type { Sample } from '../model/sample.ts';
import { isHere, knownDays } from '../packet/log-days.ts';
import { withDay } from '../packet/open-day.ts';
import { comparePositions, type Position } from '../packet/position.ts';
import { recallOf } from '../sieve/recollection.ts';
import { reachingInto } from './reaching-into.ts';

/** A stretch of one link's log. */
export interface BytesOfLog {
  /** The folder of the log. */
  readonly dir: string;
  readonly from: Position;
  /** The first byte that does not belong to it. */
  readonly to: Position;
}

export interface SamplesOfBytesOptions extends BytesOfLog {
  readonly definition: Instrument;
  readonly instrument: string;
  /** '' where the instrument has only one. */
  readonly link: string;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
}

/** More than any record is long. */
export const ENOUGH = 1024 * 1024;

/**
 * The samples that a stretch of a log yields, in the order of the log: all of which at least one byte stands in it, as a driver with this
 * definition finds them. It is decoded from so far before that the records' bounds are certain.
 */
export async function samplesOfBytes(options: SamplesOfBytesOptions): Promise<Sample[]> {
  const { dir, from, to, signal } = options;
  const start = await certainStart(options);
  const samples: Sample[] = [];
  for await (const stretch of samplesOfLog({ ...options, from: start, to: undefined })) {
    signal?.throwIfAborted();
    samples.push(...stretch.samples.filter(({ log }) => log !== undefined && isNear(log, from, to)));
    if (comparePositions(stretch.resume, to) >= 0 || isFarBehind(stretch.end, to)) break;
  }
  return reachingInto(dir, samples, from);
}

/** Whether a sample that begins there may have bytes in a stretch. */
const isNear = (log: Position, from: Position, to: Position): boolean =>
  comparePositions(log, to) < 0 && !isFarBehind(from, log);

const isFarBehind = (place: Position, other: Position): boolean =>
  place.day === other.day && place.offset - other.offset > 2 * ENOUGH;

async function certainStart(options: SamplesOfBytesOptions): Promise<Position> {
  const { dir, from, definition, link } = options;
  const days = (await knownDays(dir)).filter(isHere);
  const remembers = [...recallOf(streamsOver(definition, link)).values()].some(({ kept }) => kept);
  if (!remembers)
    return before(
      dir,
      from,
      days.map(({ day }) => day),
    );
  const day = await runningStart({ ...options, days, first: from.day });
  return { day: day ?? from.day, offset: 0 };
}

/** A place at least so many bytes earlier, or the beginning of what is there without a day that was deleted in between. */
export async function before(dir: string, place: Position, days: readonly string[], bytes = ENOUGH): Promise<Position> {
  if (place.offset >= bytes) return { day: place.day, offset: place.offset - bytes };
  const earlier = days.filter((day) => day < place.day).at(-1);
  if (earlier === undefined) return { day: place.day, offset: 0 };
  const size = await withDay(dir, earlier, async (source) => source.size);
  return before(dir, { day: earlier, offset: size }, days, bytes - place.offset);
}
