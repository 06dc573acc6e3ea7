import { Cron } from 'croner';
import type { Clock, Timer } from '../kit/clock.ts';
import { milliseconds } from '../kit/duration.ts';
import { toMillis } from '../kit/time.ts';

/** When a job runs: by a cron pattern in UTC, or at an interval. */
export type Trigger = { readonly cron: string } | { readonly every: string };

/** Timers cannot wait longer than this, in ms; a longer wait is made of several. */
const LONGEST = 24 * 3_600_000;

/** Runs jobs when they fall due. A run that is still going on when the next falls due makes that one be left out. */
export class Scheduler implements Disposable {
  readonly #clock: Clock;
  readonly #timers = new Map<string, Timer>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `run` must not reject. */
  add(name: string, trigger: Trigger, run: () => Promise<void>): void {
    let running = false;
    const arm = (due: number): void => {
      const wait = Math.min(LONGEST, due - this.#now());
      this.#timers.set(
        name,
        this.#clock.after(wait, () => {
          if (this.#now() < due) return arm(due);
          arm(this.#next(trigger, due));
          if (running) return;
          running = true;
          void run().finally(() => {
            running = false;
          });
        }),
      );
    };
    arm(this.#next(trigger, this.#now()));
  }

  [Symbol.dispose](): void {
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }

  #now(): number {
    return toMillis(this.#clock.now());
  }

  /** A machine that slept does not make up for the runs that it missed. */
  #next(trigger: Trigger, after: number): number {
    const from = Math.max(after, this.#now());
    if ('every' in trigger) return from + milliseconds(trigger.every);
    const next = new Cron(trigger.cron, { timezone: 'UTC' }).nextRun(new Date(from));
    return next?.getTime() ?? Number.POSITIVE_INFINITY;
  }
}
