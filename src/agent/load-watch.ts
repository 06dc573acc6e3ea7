import type { Clock, Timer } from '../kit/clock.ts';

/** Over so long, in ms, it is looked how much of the time was taken. */
const WINDOW = 500;
/** From this share on it is much; it is little again from this one down. */
const MUCH = 0.3;
const LITTLE = 0.1;

/** Whether the process has much to take in, or little. */
export type Load = 'much' | 'little';

/** Notices when what instruments send takes much of the time, and when it does not any more. It does nothing while nothing comes. */
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

  /** It took so many ms to take in what came. */
  took(ms: number): void {
    this.#taken += ms;
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
    const share = this.#taken / (this.#clock.elapsed() - this.#begun);
    const load = share >= MUCH ? 'much' : share <= LITTLE ? 'little' : this.#load;
    this.#taken = 0;
    this.#timer = undefined;
    if (load !== this.#load) this.#onLoad(load);
    this.#load = load;
    if (load === 'much') this.#begin();
  }
}
