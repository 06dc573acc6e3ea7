import type { Clock, Timer } from '../../kit/clock.ts';
import { describeMilliseconds } from '../../kit/duration.ts';
import { fromMillis, toIso } from '../../kit/time.ts';
import type { AlertLevel } from '../../model/api/alert.ts';
import type { Condition } from '../alert-book.ts';
import { shownTime } from './shown-time.ts';
import { LEVELS, rank } from './watcher.ts';

/** For how long a stream may stay away, in ms; where nothing is said, for as long as it likes. */
export type Limits = Readonly<Partial<Record<AlertLevel, number>>>;

/** How long no sample of a stream has come, whatever the instrument does. A sample winds no timer up again. */
export class Silence implements Disposable {
  readonly #stream: string;
  readonly #limits: Limits;
  readonly #condition: Condition;
  readonly #clock: Clock;
  #last: number;
  #level: AlertLevel | undefined;
  #timer: Timer | undefined;

  constructor(stream: string, limits: Limits, condition: Condition, clock: Clock) {
    this.#stream = stream;
    this.#limits = limits;
    this.#condition = condition;
    this.#clock = clock;
    this.#last = clock.elapsed();
    this.#level = condition.level;
    this.#arm();
  }

  seen(): void {
    this.#last = this.#clock.elapsed();
    if (this.#level === undefined) return;
    this.#level = undefined;
    this.#condition.ends();
    this.#arm();
  }

  [Symbol.dispose](): void {
    this.#timer?.cancel();
  }

  /** Waits for the next level. */
  #arm(): void {
    this.#timer?.cancel();
    const level = LEVELS.find((one) => this.#limits[one] !== undefined && rank(one) > rank(this.#level));
    const limit = level && this.#limits[level];
    if (level === undefined || limit === undefined) return;
    this.#timer = this.#clock.after(limit - this.#away, () => {
      if (this.#away >= limit) this.#tell(level, limit);
      this.#arm();
    });
  }

  get #away(): number {
    return this.#clock.elapsed() - this.#last;
  }

  #tell(level: AlertLevel, limit: number): void {
    this.#level = level;
    const now = this.#clock.now();
    const since = toIso(now - fromMillis(this.#away));
    const text = `no sample of ${this.#stream} since ${shownTime(since)}; one should come within ${describeMilliseconds(limit)}`;
    this.#condition.holds({ level, text, at: toIso(now), value: this.#away / 1000, bound: limit / 1000 });
  }
}
