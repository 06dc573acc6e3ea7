import type { Clock, Timer } from '../../kit/clock.ts';
import type { InstrumentEvent } from '../../model/event.ts';
import { EVENT_TYPES, isEventType } from '../../model/event-types.ts';

/** So many alike are kept one by one, and then one more in every so many ms. */
const ALIKE = { burst: 30, every: 20_000 };
/** The same for all of one type, however different they are. */
const OF_A_TYPE = { burst: 300, every: 2_000 };
/** How long events may be counted before that is said, in ms. */
const COUNTED = 20_000;
/** So many kinds of events are told apart at once; of more, only the type. */
const KINDS = 1000;

interface Allowance {
  left: number;
  at: number;
}

/** What `burst` and `every` still allow, and one less of it; false where that is nothing. */
function allows(allowance: Allowance, { burst, every }: typeof ALIKE, now: number): boolean {
  const left = Math.min(burst, allowance.left + (now - allowance.at) / every);
  allowance.at = now;
  allowance.left = left < 1 ? left : left - 1;
  return left >= 1;
}

/**
 * Keeps a flood of events from filling the disk: the first ones are handed on as they come, of the rest one that stands for many,
 * with their count. Whatever comes, a type is some 50 events a minute.
 */
export class EventFold implements Disposable {
  readonly #clock: Clock;
  readonly #keep: (event: InstrumentEvent) => void;
  readonly #allowances = new Map<string, Allowance>();
  readonly #counted = new Map<string, InstrumentEvent>();
  #timer: Timer | undefined;

  constructor(clock: Clock, keep: (event: InstrumentEvent) => void) {
    this.#clock = clock;
    this.#keep = keep;
  }

  take(event: InstrumentEvent): void {
    const now = this.#clock.elapsed();
    const key = this.#keyOf(event);
    if (!allows(this.#of(key, ALIKE.burst, now), ALIKE, now)) this.#count(key, event);
    else if (!allows(this.#of(event.type, OF_A_TYPE.burst, now), OF_A_TYPE, now)) this.#count(event.type, event);
    else this.#keep(event);
  }

  /** Hands on what was only counted. */
  flush(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    const counted = [...this.#counted.values()];
    this.#counted.clear();
    for (const event of counted) this.#keep(event);
  }

  [Symbol.dispose](): void {
    this.flush();
  }

  #count(key: string, event: InstrumentEvent): void {
    const before = this.#counted.get(key);
    const { time = event.time, count = 1 } = before ?? {};
    this.#counted.set(key, before === undefined ? event : { ...event, time, count: count + 1, until: event.time });
    this.#timer ??= this.#clock.after(COUNTED, () => this.flush());
  }

  #of(key: string, burst: number, now: number): Allowance {
    const allowance = this.#allowances.get(key) ?? { left: burst, at: now };
    this.#allowances.set(key, allowance);
    return allowance;
  }

  #keyOf({ type, by, subject, text, details }: InstrumentEvent): string {
    const like = isEventType(type) ? EVENT_TYPES[type].likeness(details) : text;
    const key = JSON.stringify([type, by, subject, like]);
    if (this.#allowances.size >= KINDS && !this.#allowances.has(key)) this.#forgetOld();
    return this.#allowances.size >= KINDS && !this.#allowances.has(key) ? JSON.stringify([type]) : key;
  }

  /** Those that are allowed all again are as if they had never come. */
  #forgetOld(): void {
    const full = this.#clock.elapsed() - ALIKE.burst * ALIKE.every;
    for (const [key, { at }] of this.#allowances) if (at < full) this.#allowances.delete(key);
  }
}
