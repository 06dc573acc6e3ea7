import { resolve } from 'node:path';
import type { Bus } from '../bus/bus.ts';
import { SYSTEM } from '../config/reserved.ts';
import type { Clock } from '../kit/clock.ts';
import type { Logger } from '../kit/logger.ts';
import type { EventDraft } from '../model/event-draft.ts';
import { EventLog } from '../store/events/event-log.ts';
import { eventsFolder } from '../store/layout.ts';

export interface NoteKeeperOptions {
  readonly data: string;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where the events of an instrument are kept; nothing for one that is not looked after. */
  readonly recorderOf: (instrument: string) => { record(draft: EventDraft): void } | undefined;
}

/** Keeps what others note: with the instrument that it is about, else with what is about the program. */
export class NoteKeeper implements AsyncDisposable {
  readonly #log: EventLog;
  readonly #leave: () => void;

  constructor({ data, bus, clock, logger, recorderOf }: NoteKeeperOptions) {
    const onKept = bus.publish.bind(bus, 'event');
    this.#log = new EventLog({
      folder: eventsFolder(resolve(data, SYSTEM)),
      instrument: SYSTEM,
      clock,
      logger,
      onKept,
    });
    this.#leave = bus.subscribe('note', ({ instrument, draft }) => {
      const own = instrument === undefined ? undefined : recorderOf(instrument);
      (own ?? this.#log).record(draft);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#leave();
    await this.#log[Symbol.asyncDispose]();
  }
}
