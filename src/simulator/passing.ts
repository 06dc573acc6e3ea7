import type { Passing } from '../definition/simulation.ts';
import type { Clock, Timer } from '../kit/clock.ts';
import { milliseconds } from '../kit/duration.ts';

/** Has an instrument leave the states that it leaves by itself. */
export class PassingStates {
  readonly #clock: Clock;
  readonly #passes: Readonly<Record<string, Passing>>;
  readonly #onOver: (passing: Passing) => void;
  #timer: Timer | undefined;

  constructor(clock: Clock, passes: Readonly<Record<string, Passing>>, onOver: (passing: Passing) => void) {
    this.#clock = clock;
    this.#passes = passes;
    this.#onOver = onOver;
  }

  entered(state: string): void {
    this.stop();
    const passing = this.#passes[state];
    this.#timer = passing && this.#clock.after(milliseconds(passing.after), () => this.#onOver(passing));
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}
