import type { DuckDBConnection } from '@duckdb/node-api';
import type { Sample } from '../model/sample.ts';
import type { StreamFacts } from '../store/day-metadata.ts';
import { StreamFile } from './stream-file.ts';

export interface StreamFilesOptions {
  readonly connection: DuckDBConnection;
  /** Where the samples of a stream go; asked when the first one comes. */
  readonly pathOf: (stream: string) => string;
  readonly factsOf: (stream: string) => StreamFacts;
}

/** Samples of any streams, as they come, a Parquet file for each stream. While some are written, more may come. */
export class StreamFiles implements AsyncDisposable {
  readonly #options: StreamFilesOptions;
  readonly #files = new Map<string, StreamFile>();
  #writing: Promise<void> = Promise.resolve();

  constructor(options: StreamFilesOptions) {
    this.#options = options;
  }

  /** Waits while as many as a group of rows takes are being written, and as many more wait. */
  async put(samples: readonly Sample[]): Promise<void> {
    for (const sample of samples) {
      const file = this.#files.get(sample.stream) ?? (await this.#open(sample.stream));
      const full = file.add(sample);
      if (full === undefined) continue;
      await this.#writing;
      this.#writing = file.write(full);
      // Whoever waits next is told.
      this.#writing.catch(() => {});
    }
  }

  /** Makes the files whole, and says where they are. */
  async finish(): Promise<string[]> {
    await this.#writing;
    for (const [stream, file] of this.#files) await file.finish(this.#options.factsOf(stream));
    return [...this.#files.values()].map(({ path }) => path);
  }

  async #open(stream: string): Promise<StreamFile> {
    const { connection, pathOf, factsOf } = this.#options;
    const file = await StreamFile.open(connection, pathOf(stream), factsOf(stream));
    this.#files.set(stream, file);
    return file;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writing.catch(() => {});
    for (const file of this.#files.values()) await file[Symbol.asyncDispose]();
  }
}
