import type { DuckDBConnection } from '@duckdb/node-api';
import { type Backoff, backoff } from '../../kit/backoff.ts';
import type { Clock } from '../../kit/clock.ts';
import { asError } from '../../kit/errors.ts';
import { Mutex } from '../../kit/mutex.ts';
import { dayOf } from '../../kit/time.ts';
import type { Sample } from '../../model/sample.ts';
import type { StreamFacts } from '../day-metadata.ts';
import { withStreamLock } from '../locks.ts';
import { filterRows, type Pages, rowsOf } from '../parquet/pages.ts';
import type { HotStream } from '../read/hot-rows.ts';
import { DUE, type SampleSink } from '../sample-sink.ts';
import { mergeFacts } from '../stream-facts.ts';
import { allOf } from './day-rows.ts';
import { appendToDay } from './day-writer.ts';
import type { HotDay } from './hot-day.ts';
import { HotSamples } from './hot-samples.ts';
import { type LastPart, lastPart } from './last-part.ts';
import { StandingFiles } from './standing-files.ts';

/** Whose samples a sink takes. */
export interface SinkOptions {
  readonly id: string;
  /** The instrument's folder. */
  readonly own: string;
  /** What is known of a stream: the same object until it changes. */
  readonly factsOf: (stream: string) => StreamFacts;
  /** Told when samples cannot be written and wait, and, without a problem, when they are written again. */
  readonly onTrouble?: (problem: Error | undefined) => void;
}

/** What the sinks of a process share. */
export interface SinkHost {
  readonly clock: Clock;
  /** For how long samples wait, in ms. */
  readonly every: number;
  readonly mostRows: number;
  /** So many bytes of samples wait more than before, or fewer. */
  waits(more: number): void;
  /** How full the memory is for a sink whose samples take so many bytes. */
  loadOf(bytes: number): number;
  /** Works with DuckDB; where many want to, when it is this one's turn. */
  write<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T>;
}

interface Stream {
  readonly hot: HotSamples;
  readonly files: StandingFiles;
}

/** Samples of one instrument as Parquet, one folder a stream and one file a UTC day. They wait in memory and are written together. */
export class ParquetSink implements SampleSink {
  readonly #host: SinkHost;
  readonly #options: SinkOptions;
  readonly #onClosed: () => void;
  readonly #streams = new Map<string, Stream>();
  readonly #turns = new Mutex();
  readonly #wait: Backoff = backoff();
  #bytes = 0;
  #isInTrouble = false;
  /** In the clock's elapsed time, as the two below. */
  #notBefore = 0;
  #lastWritten: number;
  #since: number | undefined;
  #headStart: number;

  /** The first samples count as if they had waited for `headStart` ms already: not all sinks are to write at once. */
  constructor(host: SinkHost, options: SinkOptions, onClosed: () => void, headStart = 0) {
    this.#headStart = headStart;
    this.#host = host;
    this.#options = options;
    this.#onClosed = onClosed;
    this.#lastWritten = host.clock.elapsed();
  }

  get id(): string {
    return this.#options.id;
  }

  /** Of the samples that wait, about. */
  get bytes(): number {
    return this.#bytes;
  }

  get load(): number {
    return this.#host.loadOf(this.bytes);
  }

  append(samples: readonly Sample[]): void {
    if (samples.length === 0) return;
    if (this.#since === undefined) {
      this.#since = this.#host.clock.elapsed() - this.#headStart;
      this.#headStart = 0;
    }
    for (const [name, own] of Map.groupBy(samples, ({ stream }) => stream)) {
      const stream = this.#stream(name);
      this.#change(stream.hot, () => stream.hot.append(this.#options.factsOf(name), own));
      stream.files.lookAt(dayOf(own.at(-1)!.time));
    }
  }

  settle(samples: readonly Sample[]): void {
    for (const sample of samples) this.#streams.get(sample.stream)?.hot.settle(sample);
  }

  async flush(when: 'due' | 'now'): Promise<boolean> {
    return this.#turns.run(async () => {
      if (!this.#hasUnwritten()) return true;
      if (when === 'due' && !this.#isDue()) return false;
      try {
        await this.#write();
      } catch (thrown) {
        const problem = asError(thrown);
        this.#notBefore = this.#host.clock.elapsed() + this.#wait.next();
        if (!this.#isInTrouble) this.#options.onTrouble?.(problem);
        this.#isInTrouble = true;
        if (when === 'now') throw problem;
        return false;
      }
      if (this.#isInTrouble) this.#options.onTrouble?.(undefined);
      this.#isInTrouble = false;
      this.#wait.reset();
      return true;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.flush('now');
    } finally {
      this.#onClosed();
    }
  }

  /** The rows of a stream that are in no file; of a day only when its last file was looked at. */
  hot(name: string): HotStream | undefined {
    const { hot, files } = this.#streams.get(name) ?? {};
    if (hot === undefined || files === undefined) return undefined;
    const all = hot.all();
    const days = new Map<string, Pages>();
    for (const { day, rows } of all) {
      const lacking = filterRows(allOf(rows), files.lacksOf(day));
      if (rowsOf(lacking) > 0) days.set(day, [...(days.get(day) ?? []), ...lacking]);
    }
    const [first, ...others] = all.map(({ facts }) => facts);
    if (first === undefined || days.size === 0) return undefined;
    const { fields, flags, stream } = others.reduce(mergeFacts, first);
    const { name: _, ...described } = stream;
    return { stream: { ...described, fields, flags }, days, written: files.rows };
  }

  #stream(name: string): Stream {
    const known = this.#streams.get(name);
    if (known !== undefined) return known;
    const { own } = this.#options;
    const look = (day: string): Promise<LastPart | undefined> =>
      this.#turns.run(() => this.#host.write((connection) => lastPart({ connection, own, stream: name }, day)));
    const stream = { hot: new HotSamples(), files: new StandingFiles(look) };
    this.#streams.set(name, stream);
    return stream;
  }

  #change(hot: HotSamples, change: () => void): void {
    const before = hot.bytes;
    change();
    this.#bytes += hot.bytes - before;
    this.#host.waits(hot.bytes - before);
  }

  async #write(): Promise<void> {
    for (const [name, stream] of this.#streams) if (stream.hot.unwritten > 0) await this.#writeStream(name, stream);
    this.#lastWritten = this.#host.clock.elapsed();
    this.#since = this.#hasUnwritten() ? this.#lastWritten : undefined;
  }

  async #writeStream(name: string, stream: Stream): Promise<void> {
    const taken = stream.hot.take();
    const days = new Map<string, LastPart | undefined>();
    try {
      for (const own of taken) days.set(own.day, await this.#writeDay(name, stream.files, own));
    } catch (error) {
      stream.hot.putBack();
      throw error;
    }
    this.#change(stream.hot, () => stream.hot.letGo());
    stream.files.written(days);
  }

  #writeDay(stream: string, files: StandingFiles, { day, facts, rows }: HotDay): Promise<LastPart | undefined> {
    const { own } = this.#options;
    const { mostRows, clock } = this.#host;
    const onReplacing = (name: string, kept: number): void => files.replacing(name, kept);
    const append = (): Promise<LastPart | undefined> =>
      this.#host.write((connection) =>
        appendToDay({ connection, own, stream, mostRows, onReplacing }, day, facts, rows),
      );
    return withStreamLock(own, stream, append, clock);
  }

  #hasUnwritten(): boolean {
    return [...this.#streams.values()].some(({ hot }) => hot.unwritten > 0);
  }

  /**
   * When the memory is half full, and when samples are old: by their own time, so that those of before a crash do not wait again, but
   * not all the time while an old log is read; and by how long they have been here, should the clock be wrong.
   */
  #isDue(): boolean {
    const { clock, every } = this.#host;
    const elapsed = clock.elapsed();
    if (elapsed < this.#notBefore) return false;
    if (this.load >= DUE || elapsed - (this.#since ?? elapsed) >= every) return true;
    if (elapsed - this.#lastWritten < every / 10) return false;
    const old = clock.now() - BigInt(Math.round(every * 1e6));
    return [...this.#streams.values()].some(({ hot }) => hot.unwritten > 0 && (hot.oldest! <= old || hot.hasOverDay));
  }
}
