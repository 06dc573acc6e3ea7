import { Cron } from 'croner';
import type { Clock, Timer } from '../kit/clock.ts';
import { toWholeMillis } from '../kit/time.ts';

/** Timers are looked at that often: a clock that was set, or a machine that slept, is noticed. */
const CHECKED_EVERY = 60_000;
/** Whoever asked for six o'clock does not mean noon. */
const TOO_LATE = 5 * CHECKED_EVERY;

/** When a cron expression (UTC) is due next after a time, both in ms. */
export function nextOf(cron: string, after: number): number | undefined {
  return new Cron(cron, { timezone: 'UTC', paused: true }).nextRun(new Date(after))?.getTime();
}

/** Calls when a mission is due, by its name. What was missed while the machine slept is not made up for. */
export class Timetable implements Disposable {
  readonly #clock: Clock;
  readonly #onDue: (name: string) => void;
  readonly #timers = new Map<string, Timer>();

  constructor(clock: Clock, onDue: (name: string) => void) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  /** Instead of what was set for it before; never where nothing is said. */
  set(name: string, cron?: string): void {
    this.#timers.get(name)?.cancel();
    this.#timers.delete(name);
    const due = cron === undefined ? undefined : nextOf(cron, this.#now());
    if (cron !== undefined && due !== undefined) this.#wait(name, cron, due);
  }

  [Symbol.dispose](): void {
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }

  #wait(name: string, cron: string, due: number): void {
    const left = due - this.#now();
    const timer = this.#clock.after(Math.min(left, CHECKED_EVERY), () => {
      const late = this.#now() - due;
      if (late < 0) return this.#wait(name, cron, due);
      this.set(name, cron);
      if (late < TOO_LATE) this.#onDue(name);
    });
    this.#timers.set(name, timer);
  }

  #now(): number {
    return toWholeMillis(this.#clock.now());
  }
}
