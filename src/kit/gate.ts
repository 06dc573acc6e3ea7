import { abortable } from './abort.ts';
import { TooManyError } from './errors.ts';

export interface GateOptions {
  /** So many pieces of work go on at once; */
  readonly atOnce: number;
  /** so many more wait for their turn. */
  readonly waiting: number;
  /** What it lets through, for people: `queries of samples`. */
  readonly what: string;
}

/** Lets so many pieces of work go on at once and bounds how many wait: more are refused with a `TooManyError`. */
export class Gate {
  readonly #options: GateOptions;
  readonly #queue: (() => void)[] = [];
  #inside = 0;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** Resolves when it is this one's turn; disposing lets the next one in. */
  async enter(signal?: AbortSignal): Promise<Disposable> {
    signal?.throwIfAborted();
    const { atOnce, waiting, what } = this.#options;
    if (this.#inside < atOnce) this.#inside++;
    else if (this.#queue.length < waiting) await this.#turn(signal);
    else throw new TooManyError(`${atOnce} ${what} go on and ${waiting} wait; try again in a while`, 5);
    let isInside = true;
    return {
      [Symbol.dispose]: () => {
        if (isInside) this.#leave();
        isInside = false;
      },
    };
  }

  async run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const place = await this.enter(signal);
    try {
      return await work();
    } finally {
      place[Symbol.dispose]();
    }
  }

  async #turn(signal: AbortSignal | undefined): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#queue.push(resolve);
    try {
      await abortable(promise, signal);
    } catch (error) {
      const place = this.#queue.indexOf(resolve);
      if (place >= 0) this.#queue.splice(place, 1);
      else this.#leave();
      throw error;
    }
  }

  #leave(): void {
    const next = this.#queue.shift();
    if (next === undefined) this.#inside--;
    else next();
  }
}
