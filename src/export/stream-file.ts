import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { syncFolder, withFile } from '../kit/files.ts';
import type { Sample } from '../model/sample.ts';
import type { Column } from '../store/columns.ts';
import { METADATA_KEY, type StreamFacts } from '../store/day-metadata.ts';
import type { Blocks } from '../store/parquet/append-samples.ts';
import { JoinedFile } from '../store/parquet/joined-file.ts';
import { rowSize, rowsInGroup } from '../store/parquet/merge-parquet.ts';
import { readFooter } from '../store/parquet/parquet-footer.ts';
import { pieceOfSamples, writePiece } from '../store/parquet/write-piece.ts';
import { columnsOfFacts } from '../store/stream-facts.ts';

/** Who may read it is what the user's umask says: it is made to be handed on. */
const MODE = 0o666;

/**
 * Samples of one stream as a Parquet file with the columns of the store's, however many there are: no more wait in memory than are in a
 * group of rows. The file is there when it is whole.
 */
export class StreamFile implements AsyncDisposable {
  readonly path: string;
  readonly #connection: DuckDBConnection;
  readonly #columns: readonly Column[];
  readonly #blocks: Blocks = new Map();
  readonly #temporary: string;
  readonly #file: JoinedFile;
  #waiting: Sample[] = [];
  /** Of a group; known when the first sample is. */
  #most: number | undefined;

  private constructor(connection: DuckDBConnection, path: string, columns: readonly Column[], file: JoinedFile) {
    this.#connection = connection;
    this.path = path;
    this.#columns = columns;
    this.#temporary = temporaryOf(path);
    this.#file = file;
  }

  static async open(connection: DuckDBConnection, path: string, facts: StreamFacts): Promise<StreamFile> {
    return new StreamFile(connection, path, columnsOfFacts(facts), await JoinedFile.open(temporaryOf(path), MODE));
  }

  /** The next samples. Some that fill a group are given back: they are to be written before more come. */
  add(sample: Sample): readonly Sample[] | undefined {
    this.#waiting.push(sample);
    this.#most ??= rowsInGroup(this.#columns, rowSize(this.#columns, sample));
    if (this.#waiting.length < this.#most) return undefined;
    const full = this.#waiting;
    this.#waiting = [];
    return full;
  }

  async write(samples: readonly Sample[]): Promise<void> {
    const piece = `${this.#temporary}.piece`;
    try {
      await writePiece(this.#connection, piece, this.#columns, pieceOfSamples(samples, this.#blocks), samples.length);
      await withFile(piece, 'r', async (file) => this.#file.add({ file, footer: await readFooter(file) }));
    } finally {
      await rm(piece, { force: true });
    }
  }

  /** Writes what waits, and gives the file its name. */
  async finish(facts: StreamFacts): Promise<void> {
    if (this.#waiting.length > 0) await this.write(this.#waiting);
    await this.#file.finish([METADATA_KEY, JSON.stringify({ version: 1, ...facts, provisional: 0, settled: [] })]);
    await rename(this.#temporary, this.path);
    await syncFolder(dirname(this.path));
  }

  /** What has not become a file is removed. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file[Symbol.asyncDispose]();
    await rm(this.#temporary, { force: true });
  }
}

const temporaryOf = (path: string): string => join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
