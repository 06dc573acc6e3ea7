import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Sample } from '../model/sample.ts';
import type { Position } from '../packet/position.ts';
import type { Column } from '../store/columns.ts';
import type { DayPart } from '../store/layout.ts';
import { appendSamples } from '../store/parquet/append-samples.ts';
import { BEFORE, compareRows, KEPT, NOW, writeMerged } from './compare.ts';
import { type Compared, isComparable, isUpTo } from './compared.ts';
import { type Differences, isDifferent, NO_DIFFERENCES, together } from './differences.ts';
import { type Stored, settledRowsOf } from './stored-part.ts';

/** What a stretch of the new file will consist of: rows of the file that is there, from one to before another, or a file of rows. */
export type Piece = { readonly from: number; readonly to: number } | { readonly path: string };

export interface ComparedPart extends DayPart {
  readonly stream: string;
  /** What is there; nothing where all of it is new. */
  readonly stored: Stored | undefined;
  readonly differences: Differences;
  /** Of which a new file would be made, in order. */
  readonly pieces: readonly Piece[];
}

export interface PartComparisonOptions extends DayPart {
  readonly connection: DuckDBConnection;
  readonly stream: string;
  readonly stored: Stored | undefined;
  readonly columns: readonly Column[];
  readonly compared: Compared;
  /** A folder for what differs. */
  readonly work: string;
}

/** Compares what the log gives with a file, a stretch at a time, so that memory stays bounded however long the day is. */
export class PartComparison {
  readonly #options: PartComparisonOptions;
  readonly #pieces: Piece[] = [];
  #differences: Differences;
  #waiting: Sample[] = [];
  #bytes = 0;
  #taken = 0;
  /** The rows of the file before this one are compared. */
  #row = 0;

  constructor(options: PartComparisonOptions) {
    this.#options = options;
    const { stored } = options;
    const kept = stored === undefined ? 0 : stored.settledRows + stored.metadata.provisional - stored.comparable;
    this.#differences = { ...NO_DIFFERENCES, kept };
  }

  get stored(): Stored | undefined {
    return this.#options.stored;
  }

  /** So much memory do samples take that wait to be compared, in bytes. */
  get waiting(): number {
    return this.#bytes;
  }

  /** So many samples it was given. */
  get taken(): number {
    return this.#taken;
  }

  add(sample: Sample, bytes: number): void {
    this.#waiting.push(sample);
    this.#bytes += bytes;
    this.#taken++;
  }

  /** Compares what waits. */
  async compare(): Promise<void> {
    const last = this.#waiting.at(-1)?.log;
    if (last !== undefined) await this.#stretch(last);
  }

  /** No more will come. */
  async finish(): Promise<ComparedPart> {
    await this.#stretch();
    const { stream, day, part, stored } = this.#options;
    return { stream, day, part, stored, differences: this.#differences, pieces: this.#pieces };
  }

  /** Compares what waits with the rows up to there; with all that are left, where no place is given. */
  async #stretch(to?: Position): Promise<void> {
    const { connection, stored, columns, stream, day, part, work } = this.#options;
    const samples = this.#waiting;
    this.#waiting = [];
    this.#bytes = 0;
    const from = this.#row;
    this.#row = await this.#rowBehind(to);
    await appendSamples(connection, NOW, columns, samples);
    try {
      await this.#readRows(from);
      const found = await compareRows(connection);
      this.#differences = together(this.#differences, found);
      if (stored !== undefined && !isDifferent(found)) return this.#asBefore(from);
      const path = join(work, `${stream}.${day}.${part}.${this.#pieces.length}.parquet`);
      await writeMerged(connection, path);
      this.#pieces.push({ path });
    } finally {
      await connection.run(`${[BEFORE, KEPT, NOW].map((table) => `DROP TABLE IF EXISTS ${table}`).join('; ')}`);
    }
  }

  /** The number of the row behind the last one that is compared up to a place. */
  async #rowBehind(to: Position | undefined): Promise<number> {
    const { connection, stored, compared } = this.#options;
    if (stored === undefined) return 0;
    if (to === undefined) return stored.settledRows;
    const found = await connection.runAndReadAll(
      `SELECT max(file_row_number) FROM ${settledRowsOf(stored)} WHERE ${isComparable(compared)} AND ${isUpTo(to)}`,
    );
    const last = found.getRows()[0]?.[0] ?? null;
    return last === null ? this.#row : Math.max(this.#row, Number(last) + 1);
  }

  /** Those that are compared, and those that are not. */
  async #readRows(from: number): Promise<void> {
    const { connection, stored, compared } = this.#options;
    const rows =
      stored === undefined
        ? `SELECT * FROM ${NOW} WHERE false`
        : `SELECT * EXCLUDE (file_row_number) FROM ${settledRowsOf(stored)}
           WHERE file_row_number BETWEEN ${from} AND ${this.#row - 1} ORDER BY file_row_number`;
    await connection.run(`CREATE TABLE ${KEPT} AS ${rows}`);
    await connection.run(`CREATE TABLE ${BEFORE} AS FROM ${KEPT} WHERE ${isComparable(compared)} ORDER BY rowid`);
    await connection.run(`DELETE FROM ${KEPT} WHERE ${isComparable(compared)}`);
  }

  /** Stretches that join each other are one. */
  #asBefore(from: number): void {
    const last = this.#pieces.at(-1);
    if (last === undefined || !('from' in last)) this.#pieces.push({ from, to: this.#row });
    else this.#pieces[this.#pieces.length - 1] = { from: last.from, to: this.#row };
  }
}
