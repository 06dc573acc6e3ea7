import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Clock } from '../../kit/clock.ts';
import { Gate } from '../../kit/gate.ts';
import { type Duck, openDuck } from '../duck.ts';
import type { HotRows } from '../read/hot-rows.ts';
import { MOST_ROWS } from './day-contents.ts';
import { ParquetSink, type SinkHost, type SinkOptions } from './parquet-sink.ts';

const MIB = 1024 * 1024;
/** Shares of the memory: for samples that wait, and what DuckDB may take; the rest is what writing takes besides. */
const WAITING = 1 / 4;
const DUCK = 1 / 2;
/** What one who writes takes of DuckDB's, in bytes: a group of rows as a table, and as the file that it becomes. So many write at once as that allows. */
const WRITER = 32 * MIB;
/** Multiples of it, without what is before the point, never crowd: those of any number of sinks spread over the time. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

export interface SampleStoreOptions {
  readonly clock: Clock;
  /** For how long samples wait in memory, in ms; 5 min where nothing else is said. */
  readonly every?: number;
  /** What the store may use, in bytes; 256 MiB where nothing else is said. */
  readonly memory?: number;
  /** Rows of a file. */
  readonly rows?: number;
}

/** What sinks share: the memory in which samples wait, the rhythm in which they are written, and the DuckDB that writes them. */
export class SampleStore implements SinkHost, AsyncDisposable {
  readonly clock: Clock;
  readonly every: number;
  readonly mostRows: number;
  readonly #memory: number;
  readonly #sinks = new Set<ParquetSink>();
  readonly #gate: Gate;
  readonly #works = new Set<Promise<unknown>>();
  /** What the samples of all sinks take, in bytes; added up as it changes, since every sample asks. */
  #waiting = 0;
  #opened = 0;
  #duck: Promise<Duck> | undefined;

  constructor({ clock, every = 5 * 60_000, memory = 256 * MIB, rows = MOST_ROWS }: SampleStoreOptions) {
    this.clock = clock;
    this.every = every;
    this.mostRows = rows;
    this.#memory = memory;
    const atOnce = Math.max(1, Math.floor((memory * DUCK) / WRITER));
    this.#gate = new Gate({ atOnce, waiting: Number.POSITIVE_INFINITY, what: 'writers of samples' });
  }

  openSink(options: SinkOptions): ParquetSink {
    const onClosed = (): void => {
      this.#sinks.delete(sink);
      this.#waiting -= sink.bytes;
    };
    const sink = new ParquetSink(this, options, onClosed, this.every * ((this.#opened++ * GOLDEN) % 1));
    this.#sinks.add(sink);
    return sink;
  }

  /** The rows of all instruments that are in no file yet. */
  readonly hot: HotRows = (instrument, stream) => {
    const sink = [...this.#sinks].findLast(({ id }) => id === instrument);
    return sink?.hot(stream);
  };

  waits(more: number): void {
    this.#waiting += more;
  }

  /** One that takes no more than its share is not to blame. */
  loadOf(bytes: number): number {
    const most = this.#memory * WAITING;
    return Math.min(this.#waiting / most, (bytes * this.#sinks.size) / most);
  }

  /** Several work at once: most of the time of each is waiting for the disk. */
  async write<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const working = this.#gate.run(() => this.#withConnection(work));
    this.#works.add(working);
    try {
      return await working;
    } finally {
      this.#works.delete(working);
    }
  }

  /** All sinks are closed by then. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.#works);
    const duck = await this.#duck;
    this.#duck = undefined;
    duck?.[Symbol.dispose]();
  }

  async #withConnection<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    this.#duck ??= openDuck({
      memory: this.#memory * DUCK,
      threads: 1,
      spill: join(tmpdir(), `sonde-${process.pid}`),
    });
    const connection = await (await this.#duck).connect();
    try {
      return await work(connection);
    } finally {
      connection[Symbol.dispose]();
    }
  }
}
