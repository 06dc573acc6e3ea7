import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describeError } from '../../kit/errors.ts';
import { makeFolder, syncFolder, withFile } from '../../kit/files.ts';
import type { Logger } from '../../kit/logger.ts';
import { DayFile } from '../day-file.ts';
import {
  closeDay,
  cutTorn,
  type EventDays,
  type EventPart,
  eventDays,
  linesName,
  partFor,
  partStem,
} from './event-days.ts';

/** The files that an instrument's events are added to, one open at a time; those of other days become Parquet. */
export class EventFiles {
  readonly #folder: string;
  readonly #logger: Logger;
  #file: DayFile | undefined;
  #day: string | undefined;
  #closing: Promise<void> = Promise.resolve();

  constructor(folder: string, logger: Logger) {
    this.#folder = folder;
    this.#logger = logger;
  }

  /** Adds whole lines. Rejects when not all of them could be written; then none is there. */
  async append(day: string, lines: string): Promise<void> {
    if (this.#file === undefined || this.#day !== day) this.#file = await this.#turnTo(day);
    await this.#file.append(lines);
  }

  async sync(): Promise<void> {
    await this.#file?.sync();
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
    await this.#closing;
  }

  async #turnTo(day: string): Promise<DayFile> {
    await this.close();
    const folder = this.#folder;
    await makeFolder(folder);
    const days = await eventDays(folder);
    for (const part of days.left) await rm(join(folder, linesName(part)));
    const part = partFor(day, days);
    const begun = days.open.includes(part);
    if (begun) await withFile(join(folder, linesName(part)), 'r+', cutTorn);
    const file = await DayFile.open(folder, partStem(part));
    if (!begun) await syncFolder(folder);
    this.#day = day;
    this.#closing = this.#closeOthers(days, part);
    return file;
  }

  async #closeOthers({ open }: EventDays, now: EventPart): Promise<void> {
    for (const part of open.filter((one) => one !== now)) {
      const file = join(this.#folder, linesName(part));
      try {
        const damaged = await closeDay(this.#folder, part);
        if (damaged > 0) this.#logger.warn({ file: `${file}.damaged`, lines: damaged }, 'lines that are no events');
      } catch (error) {
        this.#logger.warn({ file, error: describeError(error) }, 'the events of a day are not made Parquet of yet');
      }
    }
  }
}
