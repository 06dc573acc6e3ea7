import type { Clock, Timer } from '../kit/clock.ts';
import { asError, ConfigError, describeError, StateError } from '../kit/errors.ts';
import { makeFolder } from '../kit/files.ts';
import { Listeners } from '../kit/listeners.ts';
import { type Logger, silentLogger } from '../kit/logger.ts';
import { DAY, dayOf, fromIso, type Nanos } from '../kit/time.ts';
import { type Entry, encodeBatch, wholePackets } from './batch.ts';
import { MAX_PAYLOAD, splitPayload } from './codec.ts';
import { DayFiles } from './day-files.ts';
import type { Packet } from './decoder.ts';
import { EntryQueue } from './entry-queue.ts';
import { knownDays, logPath } from './log-days.ts';
import { LogFile, type WriteManner } from './log-file.ts';
import { describeGap, Losses } from './losses.ts';
import type { Position } from './position.ts';
import { type Repair, repairTail } from './repair.ts';
import type { WritableType } from './types.ts';

export interface LogWriterOptions {
  /** The directory of one instrument's log; it is created, private to its owner. */
  readonly dir: string;
  readonly clock: Clock;
  /** After how many ms at most what was written is brought to the disk (1000 unless given), or before each packet is handed on. */
  readonly flushEvery?: number | 'packet';
  readonly logger?: Logger;
  /** How many bytes may wait for a disk that hangs before they are given up as lost; 16 MiB unless given. */
  readonly queueLimit?: number;
}

/** A packet that is in the log at `position`, or that could not be written and has none (its `offset` then means nothing). */
export interface WrittenPacket {
  readonly packet: Packet;
  readonly position: Position | undefined;
}

export interface LogStatus {
  readonly state: 'ok' | 'failing';
  /** Why the log cannot be written at present. */
  readonly error?: Error;
  /** Since when. */
  readonly since?: Nanos;
  /** Packets that could not be written since the log was opened. */
  readonly lostPackets: number;
  /** Bytes of their payloads. */
  readonly lostBytes: number;
}

const BATCH = 1024 * 1024;
const QUEUE_LIMIT = 16 * 1024 * 1024;
const RETRY = 1000;

const dayAfter = (day: string): string => dayOf(fromIso(day) + DAY);
const laterDay = (a: string, b: string): string => (a > b ? a : b);

interface Failure {
  readonly error: Error;
  readonly since: Nanos;
}

/**
 * Appends packets to the day files of an instrument's log, in order. What arrives in one turn, or while a write is under way, goes in the next one.
 * Nothing is handed on before it is in the file. When the disk fails, packets are handed on without a position and counted, and
 * the log is tried again every second; where it goes on, a fault packet tells what is missing.
 *
 * To follow a log with no seam: subscribe with {@link onWritten} and keep what comes, take {@link end}, read the log up to there,
 * then go on with what was kept. `end` moves in the same turn as a batch is handed on, so every packet is on exactly one side.
 */
export class LogWriter implements AsyncDisposable {
  /** What had to be repaired when the log was opened. */
  readonly repaired: Repair | undefined;
  readonly #files: DayFiles;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #flushEvery: number | 'packet';
  readonly #queueLimit: number;
  readonly #listeners = new Listeners<readonly WrittenPacket[]>();
  readonly #losses = new Losses();
  #day: string;
  #dayEnd: Nanos;
  readonly #queue = new EntryQueue();
  /** What is being written, until it is handed on. */
  #inFlight: readonly Entry[] = [];
  #draining: Promise<void> | undefined;
  #failure: Failure | undefined;
  /** The failure that is being recovered from. When it is no longer the present one, the attempt was given up. */
  #attempt: Failure | undefined;
  #recovering: Promise<void> | undefined;
  #retry: Timer | undefined;
  #sync: Timer | undefined;
  #closing: Promise<void> | undefined;

  private constructor(
    options: LogWriterOptions,
    newest: LogFile | undefined,
    repaired?: Repair,
    earliest = dayOf(options.clock.now()),
  ) {
    this.repaired = repaired;
    this.#files = new DayFiles(options.dir, newest);
    this.#clock = options.clock;
    this.#logger = options.logger ?? silentLogger;
    this.#flushEvery = options.flushEvery ?? 1000;
    this.#queueLimit = options.queueLimit ?? QUEUE_LIMIT;
    this.#day = newest?.day ?? earliest;
    this.#dayEnd = fromIso(this.#day) + DAY;
  }

  /**
   * Opens the log at its end, cutting off what a crash left half written; behind a day that is closed for good, on the day after it
   * at the earliest. A `ConfigError` when the directory cannot be used.
   */
  static async open(options: LogWriterOptions): Promise<LogWriter> {
    const { dir, clock, logger = silentLogger } = options;
    try {
      await makeFolder(dir);
      const newest = (await knownDays(dir)).at(-1);
      if (newest === undefined) return new LogWriter(options, undefined);
      const { day, plain } = newest;
      if (!plain) return new LogWriter(options, undefined, undefined, laterDay(dayOf(clock.now()), dayAfter(day)));
      const repaired = await repairTail(logPath(dir, day));
      if (repaired !== undefined) logger.warn(repaired, 'the log did not end with a whole packet');
      return new LogWriter(options, await LogFile.open(dir, day), repaired);
    } catch (error) {
      throw new ConfigError(`${dir}: the log cannot be opened: ${describeError(error)}`, { cause: error });
    }
  }

  /** Where the next packet will stand, unless it begins a later day's file. */
  get end(): Position {
    return this.#files.end ?? { day: this.#day, offset: 0 };
  }

  get status(): LogStatus {
    const lost = { lostPackets: this.#losses.packets, lostBytes: this.#losses.bytes };
    return this.#failure === undefined ? { state: 'ok', ...lost } : { state: 'failing', ...this.#failure, ...lost };
  }

  /** Hears every packet once it is in the file, or is known not to get there; returns the function that ends this. */
  onWritten(listener: (packets: readonly WrittenPacket[]) => void): () => void {
    return this.#listeners.add(listener);
  }

  /**
   * Takes a payload to be written, in as many packets as it needs; its bytes must stay as they are until it is handed on. Of the
   * `room` bytes in front of them it makes what it likes.
   * It goes in the file of the UTC day of `time`, but never in an earlier one than what came before it.
   */
  append(type: WritableType, payload: Uint8Array, time: Nanos, room = 0): void {
    if (this.#closing !== undefined) throw new StateError('append', 'closed', []);
    const day = this.#dayFor(time);
    if (payload.length < MAX_PAYLOAD) this.#queue.push({ type, payload, time, day, room });
    else for (const part of splitPayload(payload)) this.#queue.push({ type, payload: part, time, day });
    if (this.#queue.held > this.#queueLimit) {
      const error = new Error(`the disk does not answer, and ${this.#queue.held} bytes are waiting for it`);
      queueMicrotask(() => this.#giveUp(error));
    } else if (this.#failure === undefined) {
      this.#draining ??= this.#drain();
    } else if (this.#failure !== this.#attempt) {
      queueMicrotask(() => this.#lose(this.#queue.takeAll()));
    }
  }

  /** Resolves when all that was appended is on the disk, or counted as lost. */
  async flush(): Promise<void> {
    await this.#draining;
    await this.#bringToDisk();
  }

  /** Writes what is waiting, brings it to the disk, and ends. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    await this.#draining;
    await this.#recovering;
    if (this.#failure !== undefined) await this.#recover(this.#failure);
    await this.flush();
    this.#retry?.cancel();
    this.#sync?.cancel();
    await this.#files.close();
  }

  #dayFor(time: Nanos): string {
    if (time >= this.#dayEnd) {
      this.#day = dayOf(time);
      this.#dayEnd = fromIso(this.#day) + DAY;
    }
    return this.#day;
  }

  async #drain(): Promise<void> {
    // What is appended in the same turn goes in the same write.
    await undefined;
    let manner: WriteManner = this.#flushEvery === 'packet' ? 'durable' : 'prompt';
    while (this.#queue.length > 0 && this.#failure === undefined) {
      await this.#write(this.#queue.takeBatch(BATCH), manner);
      // Who appends whenever something was written must not keep this thread from all else.
      if (manner === 'prompt') manner = 'apart';
    }
    this.#draining = undefined;
  }

  async #write(entries: readonly Entry[], manner: WriteManner): Promise<void> {
    this.#inFlight = entries;
    const { batch, written, error } = await this.#files.write(entries, manner);
    // Given up meanwhile, and handed on as lost: it is not accepted, so that what was written of it is cut off.
    if (this.#failure !== undefined) return;
    const { count, bytes } = wholePackets(batch, written);
    this.#inFlight = entries.slice(count);
    this.#accept(batch.packets.slice(0, count), bytes);
    if (error !== undefined) this.#giveUp(error);
    this.#inFlight = [];
  }

  #accept(packets: readonly Packet[], bytes: number): void {
    if (packets.length === 0) return;
    this.#files.accept(bytes);
    const { day } = this.end;
    if (typeof this.#flushEvery === 'number') {
      this.#sync ??= this.#clock.after(this.#flushEvery, () => this.#bringToDisk());
    }
    this.#listeners.emit(packets.map((packet) => ({ packet, position: { day, offset: packet.offset } })));
  }

  async #bringToDisk(): Promise<void> {
    this.#sync?.cancel();
    this.#sync = undefined;
    await this.#files.sync().catch((error) => this.#giveUp(asError(error)));
  }

  /** All that waits is lost, and so is what comes, until the log can be written again. */
  #giveUp(error: Error): void {
    const now = this.#clock.now();
    if (this.#failure === undefined) this.#logger.error({ error: describeError(error) }, 'the log cannot be written');
    this.#failure = { error, since: this.#failure?.since ?? now };
    this.#lose([...this.#inFlight, ...this.#queue.takeAll()]);
    this.#inFlight = [];
    if (this.#closing === undefined) this.#retryLater();
  }

  #lose(entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    const { packets } = encodeBatch(entries, 0);
    this.#losses.add(packets);
    this.#listeners.emit(packets.map((packet) => ({ packet, position: undefined })));
  }

  #retryLater(): void {
    this.#retry ??= this.#clock.after(RETRY, () => {
      this.#retry = undefined;
      // A disk that hangs still holds the last attempt.
      if (this.#draining !== undefined || this.#recovering !== undefined) this.#retryLater();
      else if (this.#failure !== undefined) this.#recovering = this.#recover(this.#failure);
    });
  }

  async #recover(failure: Failure): Promise<void> {
    this.#attempt = failure;
    const error = await this.#writeGap(failure).catch(asError);
    this.#attempt = undefined;
    this.#recovering = undefined;
    if (this.#failure !== failure) return;
    if (error !== undefined) return this.#giveUp(error);
    this.#failure = undefined;
    this.#logger.info(this.status, 'the log can be written again');
    this.#draining ??= this.#drain();
  }

  /** Cuts off what was written of lost packets, and writes what is missing in their place. Returns why it could not. */
  async #writeGap(failure: Failure): Promise<Error | undefined> {
    await this.#files.cut();
    const { gap } = this.#losses;
    if (gap === undefined) {
      await this.#files.sync();
      return undefined;
    }
    const time = this.#clock.now();
    const payload = describeGap(gap, describeError(failure.error));
    const entry: Entry = { type: 'PORT_AGENT_FAULT', payload, time, day: this.#dayFor(time) };
    const { batch, written, error } = await this.#files.write([entry], 'durable');
    if (error !== undefined || this.#failure !== failure) return error;
    this.#losses.told();
    this.#accept(batch.packets, written);
    return undefined;
  }
}
