import { toBytes } from '../kit/bytes.ts';
import type { Clock } from '../kit/clock.ts';
import { ConfigError } from '../kit/errors.ts';
import { isThere } from '../kit/files.ts';
import { DAY, dayOf, fromIso, HOUR, MINUTE, type Nanos, toIso } from '../kit/time.ts';
import { type DayEntry, knownDays, logPath } from '../packet/log-days.ts';
import { type ImportCounts, noCounts } from './import-counts.ts';
import type { Journal } from './journal.ts';
import { extendable, intoLog } from './log-day.ts';
import { Overlaps } from './overlaps.ts';
import type { Piece } from './pieces.ts';
import { piecesOf } from './read-pieces.ts';
import { digesting } from './recorded-file.ts';
import { StagedDay, stagedPath } from './staged-day.ts';
import type { Surveyed } from './survey.ts';

export interface ImportLogOptions {
  /** Where it keeps what it needs: {@link importFolder}. */
  readonly folder: string;
  /** The folder of its log. */
  readonly dir: string;
  readonly journal: Journal;
  /** All that were given, in the order of their times. */
  readonly files: readonly Surveyed[];
  readonly clock: Clock;
  /** Only counts. */
  readonly dryRun: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (counts: ImportCounts, file: Surveyed) => void;
}

/** A file that begins so much later than the one before it ended does not go on with the same record. */
const PAUSE = MINUTE;
/** So much older than its beginning may be what a file holds. */
const DISORDER = HOUR;

/** Brings what files hold into an instrument's own log, a day at a time; broken off anywhere, the same call goes on. */
export async function importLog(options: ImportLogOptions): Promise<ImportCounts> {
  const importer = await LogImporter.open(options);
  try {
    return await importer.run();
  } finally {
    await importer.close();
  }
}

class LogImporter {
  readonly #options: ImportLogOptions;
  /** The days of the log before this import. */
  readonly #logged: ReadonlyMap<string, DayEntry>;
  /** A day that an import has brought in and that may be gone on with, and the bytes of its file. */
  readonly #last: { readonly day: string; readonly bytes: number } | undefined;
  readonly #overlaps = new Overlaps();
  readonly #counts = noCounts();
  #day: string | undefined;
  #dayEnd: Nanos = 0n;
  #staged: StagedDay | undefined;
  #newest: Nanos | undefined;
  /** What is noted when the file that is read first closes a day. */
  #begun: { readonly path: string; readonly open: { day: string; bytes: number } | undefined } | undefined;

  private constructor(
    options: ImportLogOptions,
    logged: ReadonlyMap<string, DayEntry>,
    last: { readonly day: string; readonly bytes: number } | undefined,
  ) {
    this.#options = options;
    this.#logged = logged;
    this.#last = last;
  }

  static async open(options: ImportLogOptions): Promise<LogImporter> {
    const { folder, dir, journal, dryRun } = options;
    const { closing } = journal.state;
    if (closing !== undefined && !dryRun) {
      if (await isThere(stagedPath(folder, closing.day))) await intoLog(folder, dir, closing.day);
      await journal.note({ what: 'day closed', day: closing.day, bytes: closing.bytes });
    }
    const logged = new Map((await knownDays(dir)).map((entry) => [entry.day, entry]));
    return new LogImporter(options, logged, await extendable(dir, logged, journal));
  }

  async run(): Promise<ImportCounts> {
    const { files, journal, signal } = this.#options;
    const { begun, open, newest } = journal.state;
    const fresh = files.filter(({ path }) => !journal.state.files.has(path));
    this.#counts.known = files.length - fresh.length;
    const first = begun && fresh.find(({ path }) => path === begun.path);
    if (begun !== undefined && first === undefined) {
      throw new ConfigError([{ name: begun.path, message: 'its import was broken off: give this file again too' }]);
    }
    const ordered = first ? [first, ...fresh.filter((file) => file !== first)] : fresh;
    this.#refuseLogged(ordered);
    await this.#recallOverlaps(ordered);
    const start = begun ? begun.open : open;
    if (newest !== undefined && start !== undefined) this.#newest = fromIso(newest);
    if (start !== undefined) await this.#resume(start);
    for (const [i, file] of ordered.entries()) {
      signal?.throwIfAborted();
      const next = ordered[i + 1];
      await this.#import(file, i, next && next.first - DISORDER);
    }
    await this.#closeDay();
    return this.#counts;
  }

  async close(): Promise<void> {
    await this.#staged?.close();
  }

  /** Whoever gives files of a day that is logged is mistaken; the first lines of a day in a file of the day before are only left out. */
  #refuseLogged(files: readonly Surveyed[]): void {
    const { dir } = this.#options;
    const issues = files
      .filter(({ first }) => this.#isTaken(dayOf(first)))
      .map(({ path, first }) => ({
        name: path,
        message: `begins on ${dayOf(first)}, a day that is in the log already (${dir}): leave it out, or import it under another name`,
      }));
    if (issues.length > 0) throw new ConfigError(issues);
  }

  #isTaken(day: string): boolean {
    const { closedSince } = this.#options.journal.state;
    return this.#logged.has(day) && day !== this.#last?.day && !closedSince.has(day) && !this.#counts.days.has(day);
  }

  /** What files that were imported before may hold of the time of these. */
  async #recallOverlaps(files: readonly Surveyed[]): Promise<void> {
    const { files: all, journal, signal } = this.#options;
    const [next] = files;
    if (next === undefined) return;
    const from = next.first - DISORDER;
    for (const file of all) {
      const done = journal.state.files.get(file.path);
      if (done === undefined || fromIso(done.last) < from) continue;
      for await (const pieces of piecesOf(file, { signal })) {
        for (const piece of pieces) if (piece.time >= from) this.#overlaps.remember(piece, -1);
      }
    }
  }

  async #resume({ day, bytes }: { readonly day: string; readonly bytes: number }): Promise<void> {
    const { folder, dryRun, journal } = this.#options;
    this.#enter(day);
    if (!dryRun && !journal.state.closedSince.has(day)) this.#staged = await StagedDay.open(folder, day, bytes);
  }

  #enter(day: string): void {
    this.#day = day;
    this.#dayEnd = fromIso(day) + DAY;
  }

  async #import(file: Surveyed, index: number, repeatable: Nanos | undefined): Promise<void> {
    const { journal, dryRun, signal, onProgress } = this.#options;
    const counts = this.#counts;
    const { onRead, digest } = digesting();
    let unreadable = 0;
    this.#overlaps.begin(file.first - DISORDER);
    this.#begun = { path: file.path, open: this.#staged && { day: this.#staged.day, bytes: this.#staged.size } };
    await this.#pause(file.first);
    const options = {
      signal,
      onRead: (bytes: Uint8Array) => {
        onRead(bytes);
        counts.bytes += bytes.length;
      },
      onUnreadable: (bytes: number) => {
        unreadable = bytes;
      },
    };
    for await (const pieces of piecesOf(file, options)) {
      for (const piece of pieces) {
        if (this.#overlaps.isRepeated(piece, index)) {
          counts.repeated++;
          continue;
        }
        if (repeatable !== undefined && piece.time >= repeatable) this.#overlaps.remember(piece, index);
        // Most pieces only go into a buffer.
        const writing = this.#take(piece);
        if (writing !== undefined) await writing;
      }
      onProgress?.(counts, file);
    }
    counts.files++;
    counts.unreadable += unreadable;
    if (dryRun) return;
    await this.#staged?.sync();
    const { path, size, modified } = file;
    await journal.note({
      what: 'file done',
      path,
      size,
      modified,
      digest: digest(),
      last: toIso(this.#newest ?? file.first),
      ...(this.#staged && { open: { day: this.#staged.day, bytes: this.#staged.size } }),
    });
    this.#begun = undefined;
  }

  /** The record that is open at the end of one file does not go on in one that begins much later. */
  async #pause(next: Nanos): Promise<void> {
    if (this.#newest === undefined || next - this.#newest < PAUSE) return;
    const text = `DISCONNECTED: the files that were imported hold nothing until ${toIso(next)}`;
    await this.#take({ type: 'PORT_AGENT_STATUS', time: this.#newest, payload: toBytes(text) });
  }

  #take(piece: Piece): Promise<void> | undefined {
    const counts = this.#counts;
    counts.packets++;
    const { time } = piece;
    if (this.#newest === undefined || time >= this.#newest) {
      if (time < this.#options.clock.now() + DAY) this.#newest = time;
      else counts.future++;
    } else counts.backwards++;
    if (this.#day === undefined || (time >= this.#dayEnd && time <= (this.#newest ?? time))) this.#enter(dayOf(time));
    const day = this.#day!;
    if (this.#staged?.day === day) return this.#staged.append(piece);
    if (
      this.#options.journal.state.closedSince.has(day) &&
      this.#begun?.path === this.#options.journal.state.begun?.path
    )
      return;
    if (this.#isTaken(day)) {
      counts.leftOut.set(day, (counts.leftOut.get(day) ?? 0) + 1);
      return;
    }
    return this.#change(day, piece);
  }

  async #change(day: string, piece: Piece): Promise<void> {
    const { folder, dir, dryRun } = this.#options;
    if (dryRun) {
      this.#counts.days.add(day);
      return;
    }
    await this.#closeDay();
    const again = day === this.#last?.day ? this.#last : undefined;
    this.#staged = again
      ? await StagedDay.open(folder, day, again.bytes, logPath(dir, day))
      : await StagedDay.open(folder, day, 0);
    await this.#staged.append(piece);
  }

  async #closeDay(): Promise<void> {
    const staged = this.#staged;
    if (staged === undefined) return;
    const { folder, dir, journal } = this.#options;
    const { day } = staged;
    await staged.sync();
    if (this.#begun !== undefined && journal.state.begun?.path !== this.#begun.path) {
      await journal.note({
        what: 'file begun',
        path: this.#begun.path,
        ...(this.#begun.open && { open: this.#begun.open }),
      });
    }
    const bytes = staged.size;
    await journal.note({ what: 'day closing', day, bytes });
    await staged.close();
    this.#staged = undefined;
    await intoLog(folder, dir, day);
    await journal.note({ what: 'day closed', day, bytes });
    this.#counts.days.add(day);
  }
}
