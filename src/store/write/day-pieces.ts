import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../kit/clock.ts';
import { makeFolder } from '../../kit/files.ts';
import type { Sample } from '../../model/sample.ts';
import type { StreamFacts } from '../day-metadata.ts';
import { samplesFolder } from '../layout.ts';
import { withStreamLock } from '../locks.ts';
import type { Source } from '../parquet/merge-parquet.ts';
import { pagesOf } from '../parquet/pages.ts';
import { writePieces } from '../parquet/write-pieces.ts';
import { formatSettled, isSettled, reachedBy, type Settled } from '../settled.ts';
import { columnsOfFacts, fits, mergeFacts } from '../stream-facts.ts';
import { MOST_ROWS } from './day-contents.ts';
import { lastPart } from './last-part.ts';
import { replacePart, type StreamFiles } from './replace-part.ts';

export interface DayPiecesOptions extends StreamFiles {
  readonly day: string;
  /** Where the pieces wait. */
  readonly folder: string;
  readonly clock: Clock;
}

/**
 * The samples of a day, all of them final, on their way to its file: they wait in pieces on the disk, so that there may be more than
 * memory holds, and the file is written once. What the day's files hold already is passed over. Nobody else adds to the day.
 */
export class DayPieces {
  readonly #options: DayPiecesOptions;
  #settled: Settled;
  #pieces: string[] = [];
  #rows = 0;

  private constructor(options: DayPiecesOptions, settled: Settled) {
    this.#options = options;
    this.#settled = settled;
  }

  static async open(options: DayPiecesOptions): Promise<DayPieces> {
    await makeFolder(options.folder);
    return new DayPieces(options, (await lastPart(options, options.day))?.settled ?? new Map());
  }

  async add(facts: StreamFacts, samples: readonly Sample[]): Promise<void> {
    const fresh = samples.filter((sample) => !isSettled(sample, this.#settled));
    if (fresh.length === 0) return;
    const { connection, folder, mostRows = MOST_ROWS } = this.#options;
    const prefix = join(folder, `${randomUUID()}.`);
    const columns = columnsOfFacts(facts);
    this.#pieces.push(...(await writePieces(connection, prefix, columns, pagesOf(columns, fresh))));
    this.#settled = reachedBy(this.#settled, fresh);
    this.#rows += fresh.length;
    if (this.#rows >= mostRows) await this.finish(facts);
  }

  /** Makes a file of the day of them, or the last one longer. */
  async finish(facts: StreamFacts): Promise<void> {
    if (this.#rows === 0) return;
    const { own, stream, clock } = this.#options;
    await makeFolder(samplesFolder(own, stream));
    await withStreamLock(own, stream, () => this.#write(facts), clock);
    await Promise.all(this.#pieces.map((path) => rm(path, { force: true })));
    this.#pieces = [];
    this.#rows = 0;
  }

  async #write(facts: StreamFacts): Promise<void> {
    const { day, mostRows = MOST_ROWS } = this.#options;
    const last = await lastPart(this.#options, day);
    const isLonger = last !== undefined && last.rows + this.#rows <= mostRows && fits(last.metadata, facts);
    const pieces = this.#pieces.map((path): Source => ({ path }));
    await replacePart(
      this.#options,
      { day, part: (last?.part.part ?? 0) + (isLonger ? 0 : 1) },
      isLonger ? [{ path: last.path, to: last.rows }, ...pieces] : pieces,
      {
        ...(isLonger ? mergeFacts(last.metadata, facts) : facts),
        version: 1,
        provisional: 0,
        settled: formatSettled(this.#settled),
      },
    );
  }
}
