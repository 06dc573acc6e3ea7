import { Gate } from '../../kit/gate.ts';
import type { HotRows } from '../../store/read/hot-rows.ts';
import { openSamples, type StoredSamples } from '../../store/read/stored-samples.ts';

/** Queries of samples go over one DuckDB: so many at once. */
const AT_ONCE = 4;
const WAITING = 64;

export interface SharedSamplesOptions {
  readonly data: string;
  /** Rows of this process that are in no file yet. */
  readonly hot?: HotRows | undefined;
}

/** The samples of the data folder for all who ask over the network, opened when the first one does. */
export class SharedSamples implements AsyncDisposable {
  readonly data: string;
  readonly hot: HotRows | undefined;
  readonly #gate = new Gate({ atOnce: AT_ONCE, waiting: WAITING, what: 'queries of samples' });
  #stored: Promise<StoredSamples> | undefined;

  constructor({ data, hot }: SharedSamplesOptions) {
    this.data = data;
    this.hot = hot;
  }

  query<T>(signal: AbortSignal, work: (stored: StoredSamples) => Promise<T>): Promise<T> {
    return this.#gate.run(async () => work(await this.#open()), signal);
  }

  /** A query whose answer comes in pieces; its turn lasts until the last is taken, or whoever takes them stops. */
  async *stream<T>(signal: AbortSignal, work: (stored: StoredSamples) => AsyncIterable<T>): AsyncGenerator<T> {
    const place = await this.#gate.enter(signal);
    try {
      yield* work(await this.#open());
    } finally {
      place[Symbol.dispose]();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    (await this.#stored)?.[Symbol.dispose]();
    this.#stored = undefined;
  }

  #open(): Promise<StoredSamples> {
    const { data, hot } = this;
    this.#stored ??= openSamples(data, hot && { hot });
    return this.#stored;
  }
}
