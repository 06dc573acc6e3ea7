import type { DuckDBConnection } from '@duckdb/node-api';
import type { Instrument } from '../definition/instrument.ts';
import { samplesOfLog } from '../driver/log-samples.ts';
import { runningStart } from '../driver/running-start.ts';
import type { Clock } from '../kit/clock.ts';
import { dayOf } from '../kit/time.ts';
import type { Sample } from '../model/sample.ts';
import { isHere, knownDays } from '../packet/log-days.ts';
import type { Position } from '../packet/position.ts';
import type { Refiner } from '../refine/refiner.ts';
import { Settling } from '../refine/settling.ts';
import type { StreamFacts } from '../store/day-metadata.ts';
import { appendToDay } from '../store/day-writer.ts';
import { withStreamLock } from '../store/stream-lock.ts';
import type { Journal } from './journal.ts';

export interface ImportSamplesOptions {
  readonly own: string;
  readonly dir: string;
  readonly journal: Journal;
  readonly connection: DuckDBConnection;
  readonly instrument: string;
  readonly definition: Instrument;
  readonly link: string;
  readonly refiner: Refiner;
  /** What is known of a stream, as far as its samples were refined. */
  readonly factsOf: (stream: string) => StreamFacts;
  /** The last samples of the streams before a day, as they are kept. */
  readonly before: (day: string, refiner: Refiner) => Promise<readonly Sample[]>;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: SampleProgress) => void;
}

export interface SampleProgress {
  readonly at: Position;
  /** Bytes of the log that are samples now, and of all that have to be. */
  readonly bytes: number;
  readonly of: number;
  readonly samples: number;
}

/** By stream, how many samples were kept. */
export type SampleCounts = Readonly<Record<string, number>>;

/** So many samples wait in memory. */
const WAITING = 200_000;

/**
 * Makes samples of the days that imports have brought into a log, as a driver does that follows it, and keeps them. Broken off anywhere,
 * the same call goes on with the first day that is not done; what is kept already is passed over.
 */
export async function importSamples(options: ImportSamplesOptions): Promise<SampleCounts> {
  const { dir, journal, refiner, onProgress } = options;
  const { days, decoded } = journal.state;
  const wanted = [...days]
    .filter(([day, bytes]) => (decoded.get(day) ?? 0) < bytes)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const [[first] = []] = wanted;
  if (first === undefined) return {};
  const here = (await knownDays(dir)).filter(isHere);
  const start = await runningStart({ ...options, days: here, first });
  refiner.recall(await options.before(start ?? first, refiner));
  const keeping = new Keeping(options);
  const settling = new Settling();
  const of = wanted.reduce((sum, [, bytes]) => sum + bytes, 0);
  const isWanted = new Set(wanted.map(([day]) => day));
  let [done, begun, samples] = [0, 0, 0];
  /** Days of which all samples are found. */
  const endDays = async (found: Position | undefined): Promise<void> => {
    while (begun < wanted.length) {
      const [day, bytes] = wanted[begun]!;
      if (found !== undefined && (found.day <= day || settling.holds(({ log }) => log?.day === day))) return;
      await keeping.keepAll();
      await journal.note({ what: 'day decoded', day, bytes });
      done += bytes;
      begun++;
    }
  };
  for await (const stretch of samplesOfLog({ ...options, from: { day: start ?? first, offset: 0 } })) {
    const final = settling.take(refiner.refine(stretch.samples)).filter(({ log }) => log && isWanted.has(log.day));
    samples += final.length;
    await keeping.add(final);
    await endDays(stretch.resume);
    const within = isWanted.has(stretch.end.day) && begun < wanted.length ? stretch.end.offset : 0;
    onProgress?.({ at: stretch.end, bytes: done + within, of, samples });
    if (begun === wanted.length) break;
  }
  // Nothing comes that could still change them.
  await keeping.add(
    settling.rest().flatMap((sample) => (sample.log && isWanted.has(sample.log.day) ? [final(sample)] : [])),
  );
  await endDays(undefined);
  return keeping.counts;
}

function final({ provisional: _, ...sample }: Sample): Sample {
  return sample;
}

/** Samples on their way to the files of their days. */
class Keeping {
  readonly counts: Record<string, number> = {};
  readonly #options: ImportSamplesOptions;
  /** By stream and day. */
  readonly #waiting = new Map<string, Sample[]>();
  #count = 0;

  constructor(options: ImportSamplesOptions) {
    this.#options = options;
  }

  async add(samples: readonly Sample[]): Promise<void> {
    for (const sample of samples) {
      const key = `${sample.stream} ${dayOf(sample.time)}`;
      const own = this.#waiting.get(key);
      if (own === undefined) this.#waiting.set(key, [sample]);
      else own.push(sample);
      this.counts[sample.stream] = (this.counts[sample.stream] ?? 0) + 1;
    }
    this.#count += samples.length;
    if (this.#count >= WAITING) await this.keepAll();
  }

  async keepAll(): Promise<void> {
    const { own, connection, factsOf, clock } = this.#options;
    for (const [key, samples] of this.#waiting) {
      const [stream = '', day = ''] = key.split(' ');
      const facts = factsOf(stream);
      await withStreamLock(own, stream, () => appendToDay({ connection, own, stream }, day, facts, samples), clock);
    }
    this.#waiting.clear();
    this.#count = 0;
  }
}
