import type { Bus } from '../bus/bus.ts';
import { SYSTEM } from '../config/reserved.ts';
import type { Config } from '../config/schema.ts';
import type { Clock } from '../kit/clock.ts';
import { describeError } from '../kit/errors.ts';
import type { Logger } from '../kit/logger.ts';
import type { AlertKind, AlertRule } from '../model/api/alert.ts';
import type { InstrumentSummary } from '../model/api/instrument.ts';
import type { InstrumentEvent } from '../model/event.ts';
import type { StreamMetadata } from '../model/metadata.ts';
import type { Sample } from '../model/sample.ts';
import type { AlertBook } from './alert-book.ts';
import { watchClock } from './watch/clock.ts';
import { watchCommands } from './watch/commands.ts';
import { watchConnection } from './watch/connection.ts';
import { DISK_SUBJECT, type DiskOptions, watchDisk } from './watch/disk.ts';
import { watchFaults } from './watch/faults.ts';
import { watchGaps } from './watch/gaps.ts';
import { watchLate } from './watch/late.ts';
import { watchState } from './watch/state.ts';
import { watchValues } from './watch/values.ts';
import type { Watcher, WatchOptions } from './watch/watcher.ts';

export interface WatchPostOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly config: Config;
  readonly data: string;
  readonly book: AlertBook;
  readonly roomOf?: DiskOptions['roomOf'];
}

type Watchers = readonly (readonly [AlertKind, Watcher])[];

/** All that is watched of one instrument, or of the program itself. */
export class WatchPost implements Disposable {
  readonly #id: string;
  readonly #options: WatchPostOptions;
  readonly #watchers: Watchers;
  /** Those that hear samples: the only ones of which there are many. */
  readonly #ofSamples: readonly Watcher[];
  #streams: Readonly<Record<string, StreamMetadata>> = {};

  constructor(id: string, options: WatchPostOptions) {
    this.#id = id;
    this.#options = options;
    this.#watchers = id === SYSTEM ? this.#ofProgram() : this.#ofInstrument();
    this.#ofSamples = this.#watchers.map(([, watcher]) => watcher).filter(({ samples }) => samples !== undefined);
  }

  samples(samples: readonly Sample[]): void {
    for (const watcher of this.#ofSamples) watcher.samples?.(samples);
  }

  event(event: InstrumentEvent): void {
    for (const [, watcher] of this.#watchers) watcher.event?.(event);
  }

  summary(summary: InstrumentSummary): void {
    for (const [, watcher] of this.#watchers) watcher.summary?.(summary);
  }

  /** Asks the instrument what it is like and how it stands. */
  async learn(): Promise<void> {
    const { bus, logger } = this.#options;
    const service = bus.find('instrument', this.#id);
    if (service === undefined) return;
    try {
      this.#streams = (await service.describe()).streams;
      this.summary(await service.summary());
    } catch (error) {
      logger.warn(
        { instrument: this.#id, error: describeError(error) },
        'alerts do not know yet how the instrument stands',
      );
    }
  }

  rules(): AlertRule[] {
    const own = this.#id === SYSTEM ? {} : { instrument: this.#id };
    return this.#watchers.flatMap(([, watcher]) => watcher.rules().map((rule) => ({ ...own, ...rule })));
  }

  /** Whether somebody here may end such an alert. */
  watches(kind: AlertKind, subject: string): boolean {
    return this.#watchers.some(([own, { watches }]) => own === kind && (watches === undefined || watches(subject)));
  }

  [Symbol.dispose](): void {
    for (const [, watcher] of this.#watchers) watcher[Symbol.dispose]?.();
  }

  #watch(): WatchOptions {
    const { config, clock, book } = this.#options;
    const instrument = this.#id === SYSTEM ? {} : { instrument: this.#id };
    return {
      own: config.instruments[this.#id]?.alerts ?? {},
      all: config.alerts ?? {},
      clock,
      condition: (kind, subject) => book.condition({ ...instrument, kind, subject }),
      kept: (kind) =>
        book.alerts.flatMap((alert) =>
          alert.active && alert.kind === kind && alert.instrument === instrument.instrument ? [alert.subject] : [],
        ),
      streams: () => this.#streams,
    };
  }

  #ofInstrument(): Watchers {
    const options = this.#watch();
    return present([
      ['value', watchValues(options)],
      ['late_data', watchLate(options)],
      ['state', watchState(options)],
      ['command_failed', watchCommands(options)],
      ['connection_lost', watchConnection(options)],
      ['clock_drift', watchClock(options)],
      ['log_gap', watchGaps(options)],
      ['fault', watchFaults(options, 'instrument')],
    ]);
  }

  #ofProgram(): Watchers {
    const { config, clock, logger, data, roomOf } = this.#options;
    const options = this.#watch();
    const disk = {
      setting: config.alerts?.disk,
      folder: data,
      condition: options.condition('disk', DISK_SUBJECT),
      clock,
      logger,
      ...(roomOf && { roomOf }),
    };
    return present([
      ['fault', watchFaults(options, 'program')],
      ['disk', watchDisk(disk)],
    ]);
  }
}

const present = (all: readonly (readonly [AlertKind, Watcher | undefined])[]): Watchers =>
  all.flatMap(([kind, watcher]) => (watcher === undefined ? [] : [[kind, watcher] as const]));
