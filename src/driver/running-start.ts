import { stat } from 'node:fs/promises';
import type { Instrument } from '../definition/instrument.ts';
import { streamsOver } from '../definition/links.ts';
import { compressedPath, type DayEntry, logPath } from '../packet/log-days.ts';
import { recallOf } from '../sieve/recollection.ts';
import { type LogSamplesOptions, samplesOfLog } from './log-samples.ts';

/** More than any record is long: whatever a sieve that begins anywhere takes for the beginning of one, it has found out by then. */
const ENOUGH = 1024 * 1024;

export interface RunningStartOptions extends Omit<LogSamplesOptions, 'from' | 'to' | 'remembered'> {
  /** The days that can be read, oldest first. */
  readonly days: readonly DayEntry[];
  /** The first that is wanted. */
  readonly first: string;
  /** Told when days before are searched for a record that later ones refer to. */
  readonly onSearch?: (since: string, streams: readonly string[]) => void;
}

/**
 * The day from whose beginning the log must be read so that from the first wanted day on the same is found as by a driver that
 * has read it all: at least one whole day and 1 MiB earlier, so that the sieve has found the records' bounds, and so early that each
 * stream whose last values others join, or that is given out when it changes, has shown itself. `undefined` where the log has none of these days.
 */
export async function runningStart(options: RunningStartOptions): Promise<string | undefined> {
  const { days, first, dir, definition, link } = options;
  const before = days.filter(({ day }) => day < first).toReversed();
  const [latest] = before;
  if (latest === undefined) return days[0]?.day;
  let taken = 0;
  for (let bytes = 0; taken < before.length && (taken === 0 || bytes < ENOUGH); taken++) {
    bytes += await sizeOf(dir, before[taken]!);
  }
  const wanted = rememberedStreams(definition, link);
  while (wanted.length > 0 && taken < before.length) {
    const missing = await notSeen(options, before[taken - 1]!.day, wanted);
    if (missing.length === 0) break;
    taken = Math.min(before.length, taken * 2);
    options.onSearch?.(before[taken - 1]!.day, missing);
  }
  return before[taken - 1]!.day;
}

const sizeOf = async (dir: string, { day, plain }: DayEntry): Promise<number> =>
  (await stat(plain ? logPath(dir, day) : compressedPath(dir, day))).size;

const rememberedStreams = (definition: Instrument, link: string): string[] =>
  [...recallOf(streamsOver(definition, link))].flatMap(([stream, { kept }]) => (kept ? [stream] : []));

/** Which of these streams have no record between a day and the first wanted one. */
async function notSeen(
  options: RunningStartOptions,
  since: string,
  wanted: readonly string[],
): Promise<readonly string[]> {
  let missing = wanted;
  const to = { day: options.first, offset: 0 };
  for await (const { remembered } of samplesOfLog({ ...options, from: { day: since, offset: 0 }, to })) {
    missing = wanted.filter((stream) => remembered[stream] === undefined);
    if (missing.length === 0) break;
  }
  return missing;
}
