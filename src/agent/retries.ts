import { backoff } from '../kit/backoff.ts';
import { type Clock, sleep } from '../kit/clock.ts';

/** A definition that failed will fail again: it is tried less and less often, in ms. */
const FAULTY = { first: 2000, factor: 2, longest: 600_000 } as const;
/** After so long without failing, in ms, it is as if it never had. */
const FORGIVEN = 600_000;

/** How long an agent waits before it attaches again. */
export class Retries {
  readonly #clock: Clock;
  readonly #lost = backoff();
  readonly #faulty = backoff(FAULTY);
  #failedAt = Number.NEGATIVE_INFINITY;
  #sleeping: AbortController | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The port agent was reached. What is wrong with a definition shows itself later. */
  succeeded(): void {
    this.#lost.reset();
  }

  /** Resolves when it is time, or the signal aborts. */
  async wait(isFaulty: boolean, signal: AbortSignal): Promise<void> {
    if (this.#clock.elapsed() - this.#failedAt > FORGIVEN) this.#faulty.reset();
    if (isFaulty) this.#failedAt = this.#clock.elapsed();
    const sleeping = new AbortController();
    const abort = (): void => sleeping.abort();
    signal.addEventListener('abort', abort, { once: true });
    this.#sleeping = sleeping;
    await sleep(this.#clock, (isFaulty ? this.#faulty : this.#lost).next(), sleeping.signal).catch(() => {});
    signal.removeEventListener('abort', abort);
  }

  /** What was wrong may be mended: there is nothing to wait for any more. */
  now(): void {
    this.#faulty.reset();
    this.#sleeping?.abort();
  }
}
