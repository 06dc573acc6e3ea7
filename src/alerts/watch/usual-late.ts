import type { Clock, Timer } from '../../kit/clock.ts';
import { describeMilliseconds } from '../../kit/duration.ts';
import { fromMillis, toIso } from '../../kit/time.ts';
import type { DetailsOf } from '../../model/event-types.ts';
import type { Condition } from '../alert-book.ts';
import { shownTime } from './shown-time.ts';

/** What is late for so many times as long as it took to be noticed is an alarm. */
export const WORSE = 5;
/** What an instrument that sends nothing at all is late with. */
const ANY = 'any_stream';

/** Alerts of streams that are late by what is usual for them, as those who run the instrument tell it. */
export class UsualLate implements Disposable {
  readonly #condition: (stream: string) => Condition;
  readonly #clock: Clock;
  /** Those that are late, and what makes them worse. */
  readonly #late = new Map<string, Timer | undefined>();

  /** `kept` are those that were late when the program was stopped. */
  constructor(condition: (stream: string) => Condition, clock: Clock, kept: readonly string[]) {
    this.#condition = condition;
    this.#clock = clock;
    for (const stream of kept) this.#late.set(stream, undefined);
  }

  late({ stream = ANY, milliseconds: away, usual }: DetailsOf<'data_late'>): void {
    const now = this.#clock.now();
    const name = stream === ANY ? 'any stream' : stream;
    const often = usual === undefined ? '' : `; one usually comes every ${describeMilliseconds(usual)}`;
    const text = `no sample of ${name} since ${shownTime(toIso(now - fromMillis(away)))}${often}`;
    const value = away / 1000;
    const own = this.#condition(stream);
    own.holds({ level: own.level ?? 'warning', text, at: toIso(now), value });
    this.#late.get(stream)?.cancel();
    const timer = this.#clock.after((WORSE - 1) * away, () => {
      own.holds({ level: 'alarm', text, at: toIso(this.#clock.now()), value: WORSE * value });
    });
    this.#late.set(stream, timer);
  }

  /** A sample of it came. */
  back(stream: string): void {
    if (this.#late.size === 0) return;
    this.#end(stream);
    this.#end(ANY);
  }

  /** None of them is to come any more. */
  end(): void {
    for (const stream of [...this.#late.keys()]) this.#end(stream);
  }

  /** Those that were noticed since the program was started. */
  get isAnyNoticed(): boolean {
    return [...this.#late.values()].some((timer) => timer !== undefined);
  }

  [Symbol.dispose](): void {
    for (const timer of this.#late.values()) timer?.cancel();
  }

  #end(stream: string): void {
    if (!this.#late.has(stream)) return;
    this.#late.get(stream)?.cancel();
    this.#late.delete(stream);
    this.#condition(stream).ends();
  }
}
