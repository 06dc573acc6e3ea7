import type { Clock } from '../kit/clock.ts';
import type { Nanos } from '../kit/time.ts';

/** The instrument's own clock: it begins right, drifts, is set, and may forget. */
export class InstrumentTime {
  readonly #clock: Clock;
  readonly #driftPpm: number;
  #set: { readonly at: Nanos; readonly to: Nanos };

  constructor(clock: Clock, driftPpm = 0) {
    this.#clock = clock;
    this.#driftPpm = driftPpm;
    this.#set = { at: clock.now(), to: clock.now() };
  }

  now(): Nanos {
    const passed = this.#clock.now() - this.#set.at;
    const drift = BigInt(Math.round((Number(passed) * this.#driftPpm) / 1e6));
    return this.#set.to + passed + drift;
  }

  set(to: Nanos): void {
    this.#set = { at: this.#clock.now(), to };
  }
}
