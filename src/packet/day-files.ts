import { asError } from '../kit/errors.ts';
import { type Batch, type Entry, encodeBatch } from './batch.ts';
import { LogFile, type WriteManner, type WriteResult } from './log-file.ts';
import type { Position } from './position.ts';

/** An attempt to write a batch: it counts once {@link DayFiles.accept} is called. */
export interface WrittenBatch extends WriteResult {
  readonly batch: Batch;
}

/** The files that a log is appended to, one open at a time; the one before is on the disk before the next is begun. */
export class DayFiles {
  readonly #dir: string;
  #file: LogFile | undefined;

  constructor(dir: string, newest: LogFile | undefined) {
    this.#dir = dir;
    this.#file = newest;
  }

  /** Behind the last accepted packet. */
  get end(): Position | undefined {
    return this.#file && { day: this.#file.day, offset: this.#file.size };
  }

  /** Writes packets of one day behind what was accepted. Never rejects. */
  async write(entries: readonly Entry[], manner: WriteManner): Promise<WrittenBatch> {
    try {
      const { day } = entries[0]!;
      const file = this.#file?.day === day ? this.#file : await this.#begin(day);
      const batch = encodeBatch(entries, file.size);
      return { batch, ...(await file.write(batch.pieces, manner)) };
    } catch (thrown) {
      return { batch: encodeBatch(entries, 0), written: 0, error: asError(thrown) };
    }
  }

  accept(bytes: number): void {
    this.#file?.accept(bytes);
  }

  /** Cuts off what was written and not accepted. */
  async cut(): Promise<void> {
    await this.#file?.cut();
  }

  async sync(): Promise<void> {
    await this.#file?.sync();
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }

  async #begin(day: string): Promise<LogFile> {
    const before = this.#file;
    await before?.sync();
    this.#file = await LogFile.open(this.#dir, day);
    await before?.close();
    return this.#file;
  }
}
