import type { Clock, Timer } from '../kit/clock.ts';

/** An instrument that falls asleep when nobody speaks to it for so many ms, unless it is at work; one without a limit never does. */
export class Sleep {
  readonly #clock: Clock;
  readonly #limit: number | undefined;
  readonly #working: () => boolean;
  #asleep: boolean;
  #timer: Timer | undefined;

  constructor(clock: Clock, limit: number | undefined, working: () => boolean, asleep: boolean) {
    this.#clock = clock;
    this.#limit = limit;
    this.#working = working;
    this.#asleep = asleep;
    if (!asleep) this.stayAwake();
  }

  get asleep(): boolean {
    return this.#asleep;
  }

  /** Awake from now on, for another while. */
  stayAwake(): void {
    this.close();
    this.#asleep = false;
    if (this.#limit === undefined) return;
    this.#timer = this.#clock.after(this.#limit, () => {
      if (this.#working()) this.stayAwake();
      else this.#asleep = true;
    });
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}
