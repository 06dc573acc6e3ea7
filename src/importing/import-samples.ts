import { rm } from 'node:fs/promises';
import { join } from 'node:path';
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
import { DayPieces } from '../store/write/day-pieces.ts';
import { sizeOfSample } from '../store/write/sample-size.ts';
import type { Journal } from './journal.ts';

export interface ImportSamplesOptions {
  /** The instrument's folder. */
  readonly own: string;
  /** Where it keeps what it needs: {@link importFolder}. */
  readonly folder: string;
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

const piecesFolder = ({ folder }: Pick<ImportSamplesOptions, 'folder'>): string => join(folder, 'pieces');

/** So much memory do samples take that wait, in bytes; as much again those that are being written. */
const WAITING = 32 * 1024 * 1024;

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
  await rm(piecesFolder(options), { recursive: true, force: true });
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
  await rm(piecesFolder(options), { recursive: true, force: true });
  return keeping.counts;
}

function final({ provisional: _, ...sample }: Sample): Sample {
  return sample;
}

/** Samples of one stream and day, until there are enough for a piece. */
interface Waiting {
  readonly stream: string;
  readonly pieces: DayPieces;
  samples: Sample[];
  bytes: number;
}

/** Samples on their way to the files of their days. */
class Keeping {
  readonly counts: Record<string, number> = {};
  readonly #options: ImportSamplesOptions;
  /** By stream and day. */
  readonly #days = new Map<string, Waiting>();
  #bytes = 0;
  /** A piece that is being written while the log is read on. */
  #writing: Promise<void> = Promise.resolve();

  constructor(options: ImportSamplesOptions) {
    this.#options = options;
  }

  async add(samples: readonly Sample[]): Promise<void> {
    for (const [key, own] of Map.groupBy(samples, ({ stream, time }) => `${stream} ${dayOf(time)}`)) {
      const { stream, time } = own[0]!;
      const waiting = this.#days.get(key) ?? (await this.#begin(key, stream, dayOf(time)));
      const bytes = own.reduce((sum, sample) => sum + sizeOfSample(sample), 0);
      for (const sample of own) waiting.samples.push(sample);
      waiting.bytes += bytes;
      this.#bytes += bytes;
      this.counts[stream] = (this.counts[stream] ?? 0) + own.length;
    }
    while (this.#bytes >= WAITING) await this.#relieve();
  }

  /** Brings all to the files of their days. */
  async keepAll(): Promise<void> {
    const { factsOf } = this.#options;
    await this.#writing;
    for (const { stream, pieces, samples } of this.#days.values()) {
      await pieces.add(factsOf(stream), samples);
      await pieces.finish(factsOf(stream));
    }
    this.#days.clear();
    this.#bytes = 0;
  }

  async #begin(key: string, stream: string, day: string): Promise<Waiting> {
    const { own, connection, clock } = this.#options;
    await this.#writing;
    const pieces = await DayPieces.open({ own, connection, stream, day, clock, folder: piecesFolder(this.#options) });
    const waiting: Waiting = { stream, pieces, samples: [], bytes: 0 };
    this.#days.set(key, waiting);
    return waiting;
  }

  /** Makes a piece of those that take most memory. */
  async #relieve(): Promise<void> {
    const [most] = [...this.#days.values()].sort((a, b) => b.bytes - a.bytes);
    await this.#writing;
    if (most === undefined) return;
    this.#writing = most.pieces.add(this.#options.factsOf(most.stream), most.samples);
    // Whoever waits for it hears of it.
    this.#writing.catch(() => {});
    this.#bytes -= most.bytes;
    most.samples = [];
    most.bytes = 0;
  }
}
