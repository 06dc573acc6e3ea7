import { type BackoffOptions, backoff } from '../kit/backoff.ts';
import { type Clock, sleep } from '../kit/clock.ts';
import { asError } from '../kit/errors.ts';

export interface ReconnectionOptions {
  readonly clock: Clock;
  readonly backoff?: BackoffOptions;
  attempt(signal: AbortSignal): Promise<void>;
  /** Told of the first failed attempt of an outage; the others fail alike. */
  onFailure(error: Error): void;
}

/** Attempts again and again, with growing pauses, until one attempt succeeds or it is stopped. */
export class Reconnection {
  readonly #options: ReconnectionOptions;
  #running: AbortController | undefined;
  #wanted = false;

  constructor(options: ReconnectionOptions) {
    this.#options = options;
  }

  get active(): boolean {
    return this.#running !== undefined;
  }

  start(): void {
    this.#wanted = true;
    if (this.#running !== undefined) return;
    const running = new AbortController();
    this.#running = running;
    void this.#run(running.signal).finally(() => {
      if (this.#running === running) this.#running = undefined;
    });
  }

  /** Whether there was anything to stop. */
  stop(reason: Error): boolean {
    this.#wanted = false;
    return this.interrupt(reason);
  }

  /** Makes way for an attempt of somebody else; whether there was anything to break off. */
  interrupt(reason: Error): boolean {
    const active = this.active;
    this.#running?.abort(reason);
    this.#running = undefined;
    return active;
  }

  /** That attempt failed: goes on, unless it was stopped meanwhile. */
  goOn(): void {
    if (this.#wanted) this.start();
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { clock, attempt, onFailure } = this.#options;
    const pauses = backoff(this.#options.backoff);
    for (let attempts = 1; !signal.aborted; attempts++) {
      try {
        await sleep(clock, pauses.next(), signal);
        await attempt(signal);
        this.#wanted = false;
        return;
      } catch (thrown) {
        if (!signal.aborted && attempts === 1) onFailure(asError(thrown));
      }
    }
  }
}
