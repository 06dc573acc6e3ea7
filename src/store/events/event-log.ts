import { type Backoff, backoff } from '../../kit/backoff.ts';
import type { Clock, Timer } from '../../kit/clock.ts';
import { describeError } from '../../kit/errors.ts';
import type { Logger } from '../../kit/logger.ts';
import { dayOf, type Nanos, SECOND } from '../../kit/time.ts';
import { type InstrumentEvent, toEventJson } from '../../model/event.ts';
import { type EventDraft, toEvent } from '../../model/event-draft.ts';
import { EventFiles } from './event-files.ts';
import { EventFold } from './event-fold.ts';
import { type EventPlaces, isKept, noteKept } from './event-places.ts';
import type { EventSink } from './event-sink.ts';
import { keptPlaces } from './kept-places.ts';

/** So many events wait for a disk that is full; of more, only how many they were is kept. */
const WAITING = 10_000;
/** What was written is on the disk after so many ms. */
const SYNC = 1000;

export interface EventLogOptions {
  readonly folder: string;
  readonly instrument: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Hears of each as it was kept. */
  readonly onKept?: (event: InstrumentEvent) => void;
}

/**
 * Keeps an instrument's events: each a line of its day's file, added at once and on the disk a second later. It never throws and
 * nobody waits for it: while nothing can be written events wait, up to a limit.
 */
export class EventLog implements EventSink, AsyncDisposable {
  readonly #options: EventLogOptions;
  readonly #files: EventFiles;
  readonly #fold: EventFold;
  readonly #backoff: Backoff = backoff({ first: 1000 });
  /** What this process has told of the logs. */
  readonly #told: EventPlaces = new Map();
  /** What those before it have. Looked up when something is read again. */
  #kept: EventPlaces | undefined;
  #mustLookUp = false;
  #waiting: InstrumentEvent[] = [];
  #lost = 0;
  #last: Nanos = 0n;
  #writing: Promise<void> | undefined;
  #syncing: Timer | undefined;
  #retrying: Timer | undefined;
  #failing = false;
  #closed = false;

  constructor(options: EventLogOptions) {
    this.#options = options;
    this.#files = new EventFiles(options.folder, options.logger);
    this.#fold = new EventFold(options.clock, (event) => this.#keep(event));
  }

  record(draft: EventDraft): void {
    const { instrument, logger } = this.#options;
    if (this.#closed) return;
    try {
      const event = toEvent(draft, instrument, this.#now());
      if (isKept(event, this.#told)) return;
      noteKept(event, this.#told);
      this.#mustLookUp ||= draft.again === true;
      this.#fold.take(event);
    } catch (error) {
      logger.error({ instrument, type: draft.type, error: describeError(error) }, 'an event is not as its type says');
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#fold[Symbol.dispose]();
    this.#closed = true;
    this.#syncing?.cancel();
    this.#retrying?.cancel();
    await this.#writing;
    if (this.#waiting.length > 0) await this.#write();
    await this.#files.close().catch((error: unknown) => this.#fail(error));
  }

  /** What happens now has a time of its own. A clock that was set back is believed. */
  #now(): Nanos {
    const now = this.#options.clock.now();
    const isNext = now > this.#last || this.#last - now > SECOND;
    this.#last = isNext ? now : this.#last + 1n;
    return this.#last;
  }

  #keep(event: InstrumentEvent): void {
    if (this.#waiting.length < WAITING) this.#waiting.push(event);
    else this.#lost++;
    if (this.#retrying === undefined) this.#writing ??= this.#write();
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const events = this.#waiting;
      this.#waiting = [];
      try {
        await this.#append(events);
      } catch (error) {
        this.#waiting = [...events, ...this.#waiting];
        this.#fail(error);
        break;
      }
    }
    this.#writing = undefined;
  }

  async #append(events: readonly InstrumentEvent[]): Promise<void> {
    const { clock, logger, instrument } = this.#options;
    if (this.#mustLookUp) this.#kept ??= await this.#lookUp();
    const fresh = events.filter((event) => !isKept(event, this.#kept ?? new Map()));
    const lines = fresh.map((event) => `${JSON.stringify(toEventJson(event))}\n`).join('');
    if (lines !== '') await this.#files.append(dayOf(clock.now()), lines);
    for (const event of fresh) this.#options.onKept?.(event);
    if (!this.#closed) this.#syncing ??= clock.after(SYNC, () => void this.#sync());
    if (this.#failing) logger.info({ instrument }, 'events are kept again');
    this.#failing = false;
    this.#backoff.reset();
    const lost = this.#lost;
    this.#lost = 0;
    if (lost > 0) this.record({ type: 'events_lost', details: { events: lost } });
  }

  async #lookUp(): Promise<EventPlaces> {
    const { folder, instrument, logger } = this.#options;
    try {
      return await keptPlaces(folder);
    } catch (error) {
      logger.warn({ instrument, error: describeError(error) }, 'the events that are kept cannot be read');
      return new Map();
    }
  }

  async #sync(): Promise<void> {
    this.#syncing = undefined;
    await this.#files.sync().catch((error: unknown) => this.#fail(error));
  }

  #fail(error: unknown): void {
    const { clock, logger, instrument } = this.#options;
    if (!this.#failing) logger.error({ instrument, error: describeError(error) }, 'events cannot be kept; they wait');
    this.#failing = true;
    if (this.#closed) return;
    this.#retrying ??= clock.after(this.#backoff.next(), () => {
      this.#retrying = undefined;
      if (this.#waiting.length > 0) this.#writing ??= this.#write();
    });
  }
}
