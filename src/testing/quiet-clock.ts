import { performance } from 'node:perf_hooks';
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import type { Clock, Timer } from '../kit/clock.ts';
import { FakeClock } from '../kit/fake-clock.ts';
import { fromMillis, type Nanos } from '../kit/time.ts';

/** Between two looks at a real clock some time passes: so much here, in ms. */
const TICK = 0.001;
/** How long sockets and files must have had nothing to say, in ms. */
const QUIET = 1;
/** A request that is under way: a file, a connection, a write. */
const REQUEST = /Req|ConnectWrap|WriteWrap|ShutdownWrap/;

const requests = (): boolean => process.getActiveResourcesInfo().some((name) => REQUEST.test(name));
const events = (): number => performance.nodeTiming.uvMetricsInfo.events;

/** Resolves when this process waits for nothing but time. */
async function quiet(): Promise<void> {
  for (let before = -1; before !== events() || requests(); ) {
    before = events();
    await wait(QUIET);
    // What arrived meanwhile is looked at only after the timers.
    await turn();
    await turn();
  }
}

/**
 * A clock that stands while sockets and files are busy, and jumps to the next timer when nothing else is awaited. A session of an
 * hour takes a second, and a slow machine changes nothing. All that takes part must be in this process and use this clock.
 */
export class QuietClock implements Clock, AsyncDisposable {
  readonly #clock: FakeClock;
  readonly #going: Promise<void>;
  #looks = 0;
  #closed = false;

  constructor(start?: string) {
    this.#clock = new FakeClock(start);
    this.#going = this.#go();
  }

  now(): Nanos {
    return this.#clock.now() + fromMillis(this.#passed());
  }

  elapsed(): number {
    return this.#clock.elapsed() + this.#passed();
  }

  after(ms: number, run: () => void): Timer {
    return this.#clock.after(ms, run);
  }

  /** How many timers are waiting. */
  get pending(): number {
    return this.#clock.pending;
  }

  #passed(): number {
    this.#looks += 1;
    return this.#looks * TICK;
  }

  async #go(): Promise<void> {
    while (!this.#closed) {
      await quiet();
      const { due } = this.#clock;
      if (due !== undefined && !this.#closed) await this.#clock.advance(due);
    }
  }

  /** It stands from now on. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await this.#going;
  }
}
