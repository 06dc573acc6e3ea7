import type { Bus } from '../bus/bus.ts';
import { SondeError } from '../kit/errors.ts';
import type { Logger } from '../kit/logger.ts';
import type { EventDraft } from '../model/event-draft.ts';

/** Says once that an output cannot be reached, and once that it is again. */
export class OutputHealth {
  readonly #name: string;
  readonly #bus: Bus;
  readonly #logger: Logger;
  #isFailing = false;

  /** `name` as events give it: no secret may be in it. */
  constructor(name: string, bus: Bus, logger: Logger) {
    this.#name = name;
    this.#bus = bus;
    this.#logger = logger;
  }

  failed(error: Error): void {
    if (this.#isFailing) return;
    this.#isFailing = true;
    const message = error.message || error.name;
    this.#logger.warn({ output: this.#name, error: message }, 'an output cannot be reached; it is tried again');
    const code = error instanceof SondeError ? { code: error.code } : {};
    this.#note({ type: 'output_failing', details: { output: this.#name, error: { message, ...code } } });
  }

  /** `dropped`: how many messages were too many to wait for it. */
  worked(dropped: number): void {
    if (!this.#isFailing && dropped === 0) return;
    this.#isFailing = false;
    this.#logger.info({ output: this.#name, dropped }, 'an output is reached');
    this.#note({ type: 'output_working', details: { output: this.#name, dropped } });
  }

  #note(draft: EventDraft): void {
    this.#bus.publish('note', { draft });
  }
}
