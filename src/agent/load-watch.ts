import type { Bus } from '../bus/bus.ts';
import type { Clock, Timer } from '../kit/clock.ts';

/** It is counted over so long, in ms. */
const WINDOW = 500;
/** Samples a second, of all instruments: from so many on it is much, and little again when there are no more than these. */
const MUCH = 10_000;
const LITTLE = 3000;

/** Whether the process has many samples to take in, or few. */
export type Load = 'much' | 'little';

/** Notices when many samples come, and when they do not any more. It does nothing while none come. */
export class LoadWatch implements Disposable {
  readonly #clock: Clock;
  readonly #onLoad: (load: Load) => void;
  #load: Load = 'little';
  #taken = 0;
  #begun = 0;
  #timer: Timer | undefined;

  constructor(clock: Clock, onLoad: (load: Load) => void) {
    this.#clock = clock;
    this.#onLoad = onLoad;
  }

  /** So many samples came. */
  took(samples: number): void {
    this.#taken += samples;
    if (this.#timer === undefined) this.#begin();
  }

  [Symbol.dispose](): void {
    this.#timer?.cancel();
  }

  #begin(): void {
    this.#begun = this.#clock.elapsed();
    this.#timer = this.#clock.after(WINDOW, () => this.#look());
  }

  #look(): void {
    const rate = (1000 * this.#taken) / (this.#clock.elapsed() - this.#begun);
    const load = rate >= MUCH ? 'much' : rate <= LITTLE ? 'little' : this.#load;
    this.#taken = 0;
    this.#timer = undefined;
    if (load !== this.#load) this.#onLoad(load);
    this.#load = load;
    if (load === 'much') this.#begin();
  }
}

/** Watches what is told on a bus. */
export function watchLoad(bus: Bus, clock: Clock, onLoad: (load: Load) => void): Disposable {
  const watch = new LoadWatch(clock, onLoad);
  const leave = bus.subscribe('samples', ({ samples }) => watch.took(samples.length));
  return {
    [Symbol.dispose]() {
      leave();
      watch[Symbol.dispose]();
    },
  };
}
