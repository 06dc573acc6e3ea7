import type { Clock, Timer } from './clock.ts';
import { fromIso, fromMillis, type Nanos } from './time.ts';

/** A clock that stands still until it is told to go on. For tests. */
export class FakeClock implements Clock {
  readonly #start: Nanos;
  #elapsed = 0;
  #timers: { at: number; order: number; run: () => void }[] = [];
  #order = 0;

  constructor(start = '2026-01-01T00:00:00Z') {
    this.#start = fromIso(start);
  }

  now(): Nanos {
    return this.#start + fromMillis(this.#elapsed);
  }

  elapsed(): number {
    return this.#elapsed;
  }

  after(ms: number, run: () => void): Timer {
    const timer = { at: this.#elapsed + Math.max(0, ms), order: this.#order++, run };
    this.#timers.push(timer);
    return {
      cancel: () => {
        this.#timers = this.#timers.filter((other) => other !== timer);
      },
    };
  }

  /** How many timers are waiting: 0 when nothing was left behind. */
  get pending(): number {
    return this.#timers.length;
  }

  /** In how many ms the next timer falls due. */
  get due(): number | undefined {
    const next = this.#next(Number.POSITIVE_INFINITY);
    return next && Math.max(0, next.at - this.#elapsed);
  }

  /** Goes on by `ms`, firing what falls due in order and letting promises settle in between. */
  async advance(ms: number): Promise<void> {
    const end = this.#elapsed + ms;
    await settle();
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#timers = this.#timers.filter((other) => other !== next);
      this.#elapsed = Math.max(this.#elapsed, next.at);
      next.run();
      await settle();
    }
    this.#elapsed = end;
  }

  #next(end: number) {
    return this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at || a.order - b.order)[0];
  }
}

/** Lets everything that is already due run: promises, then one turn of the event loop. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
