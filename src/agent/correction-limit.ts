import type { Clock } from '../kit/clock.ts';

/** So often within this time, in ms, is it brought back; the pauses before that grow from the first one. */
export const MOST = 6;
export const WITHIN = 3_600_000;
const FIRST_PAUSE = 5000;

/** Keeps an instrument that will not stay as it is to be from being brought back for ever. */
export class CorrectionLimit {
  readonly #clock: Clock;
  readonly #firstPause: number;
  #times: number[] = [];

  constructor(clock: Clock, firstPause = FIRST_PAUSE) {
    this.#clock = clock;
    this.#firstPause = firstPause;
  }

  /** It was brought back. */
  noted(): void {
    this.#times = [...this.#recent, this.#clock.elapsed()];
  }

  /** Somebody uses it: what was before does not count. */
  reset(): void {
    this.#times = [];
  }

  get count(): number {
    return this.#recent.length;
  }

  get isReached(): boolean {
    return this.count >= MOST;
  }

  /** How long it is left as it is before it is brought back again, in ms. */
  get pause(): number {
    const { length } = this.#recent;
    const last = this.#recent.at(-1) ?? 0;
    if (length < 2) return 0;
    return Math.max(0, last + this.#firstPause * 2 ** (length - 2) - this.#clock.elapsed());
  }

  get #recent(): number[] {
    return this.#times.filter((time) => this.#clock.elapsed() - time < WITHIN);
  }
}
