import type { Instrument } from '../definition/instrument.ts';
import type { Clock, Timer } from '../kit/clock.ts';
import { TimeoutError } from '../kit/errors.ts';
import { toMillis } from '../kit/time.ts';
import type { DriverAsyncEvent } from '../model/driver-event.ts';
import type { Value } from '../model/sample.ts';
import type { Arrival } from './arrivals.ts';
import { UsualInterval } from './usual-interval.ts';

/** After so long, in ms, one that streams should have sent something: where its interval is not known, and where it is, at least. */
const FIRST = 300_000;
const FIRST_KNOWN = 60_000;
/** After so long the second should have followed the first. */
const SECOND = 3_600_000;
/** It is asked what it does after so long again, in ms, then more and more seldom. */
const SOONEST = 10_000;
const SELDOM = 3_600_000;
/** Pauses that differ by no more than this belong together: it sends in bursts. */
const ALIKE = 1.25;

/** A look that comes so much too late, in ms: this program was held up itself, and what came meanwhile is still to be taken. */
const HELD_UP = 1000;

/** Any stream of the state: the one that comes depends on how the instrument is set. */
const ANY = '';

export interface StreamWatchOptions {
  readonly clock: Clock;
  readonly definition: () => Instrument;
  /** The parameters as the instrument shows them. */
  readonly parameter: (name: string) => Value;
  /** It should have come by now; nothing is named where none has come yet. */
  readonly onLate: (stream: string | undefined, ms: number, usual: number | undefined) => void;
  readonly onBack: (stream: string, ms: number) => void;
  /** It stays away: somebody is to look what the instrument does. */
  readonly onSilent: () => void;
}

interface Watched {
  readonly usual: UsualInterval;
  /** The last time that it stayed away for longer than usual and came again, in ms. */
  pause: number | undefined;
  /** As long as a burst's pause, where it sends in bursts. */
  burst: number;
  /** Since it stays away the instrument has not answered either. */
  deaf: boolean;
  since: number;
  late: boolean;
  wait: number;
  /** When the timer looks. */
  due: number;
  timer: Timer | undefined;
}

/** Notices that samples stay away that should come, from how often they usually do. */
export class StreamWatch implements Disposable {
  readonly #options: StreamWatchOptions;
  readonly #streams = new Map<string, Watched>();
  #streaming: readonly string[] = [];

  constructor(options: StreamWatchOptions) {
    this.#options = options;
  }

  /** All that a driver tells but samples. */
  hear(event: DriverAsyncEvent): void {
    if (event.type === 'state_change') this.#enter(event.state);
    else if (event.type === 'command' && event.error instanceof TimeoutError) this.#unanswered();
    // It may come otherwise from now on, or another stream in its place.
    else if (event.type === 'config_change') this.#expectAnew();
  }

  /** Samples have come. */
  seen(arrivals: readonly Arrival[]): void {
    const { clock } = this.#options;
    const [now, elapsed] = [clock.now(), clock.elapsed()];
    for (const { stream, received, samples } of arrivals) {
      const age = toMillis(now - received);
      this.#seen(stream, elapsed - Math.max(0, age), samples);
    }
  }

  /** How far apart its samples usually are, in ms. */
  usual(stream: string): number | undefined {
    return this.#set(stream) ?? this.#streams.get(stream)?.usual.milliseconds;
  }

  isLate(stream: string): boolean {
    return this.#streams.get(stream)?.late === true;
  }

  /** Whether one that should come is late. */
  get late(): boolean {
    return [...this.#streams.values()].some(({ late }) => late);
  }

  [Symbol.dispose](): void {
    for (const stream of this.#streams.keys()) this.#forget(stream);
  }

  #enter(state: string): void {
    this[Symbol.dispose]();
    const { states, samples } = this.#options.definition();
    const streaming = states[state]?.streaming ?? [];
    // What is told only when it has changed may stay away for as long as it likes.
    this.#streaming = streaming.filter((stream) => samples[stream]?.publish !== 'changed');
    if (this.#streaming.length > 0) this.#expect(ANY);
  }

  #expectAnew(): void {
    if (this.#streaming.length === 0) return;
    for (const [stream, own] of this.#streams) {
      own.usual.forget();
      Object.assign(own, { pause: undefined, burst: 0 });
      this.#forget(stream);
    }
    this.#expect(ANY);
  }

  /** So many came at this time. */
  #seen(stream: string, at: number, samples: number): void {
    const own = this.#watched(stream);
    const { last = at } = own.usual;
    own.usual.seen(at, samples);
    if (!this.#streaming.includes(stream)) return;
    this.#forget(ANY);
    const away = at - last;
    if (own.timer !== undefined && !own.deaf && away > this.#limit(stream, own)) this.#learnPause(own, away);
    own.deaf = false;
    if (own.late) this.#options.onBack(stream, away);
    own.late = false;
    own.since = at;
    const limit = this.#limit(stream, own);
    const isSlow = own.wait > 0 || at + limit < own.due;
    own.wait = 0;
    if (own.timer === undefined || isSlow) this.#arm(stream, own, limit);
  }

  /** One that sends in bursts answers between them; whatever does not is no pause of its own. */
  #unanswered(): void {
    for (const own of this.#streams.values()) own.deaf = own.late;
  }

  #learnPause(own: Watched, away: number): void {
    const { pause = Number.POSITIVE_INFINITY } = own;
    if (Math.max(away, pause) <= ALIKE * Math.min(away, pause)) own.burst = Math.max(away, pause);
    own.pause = away;
  }

  #expect(stream: string): void {
    const own = this.#watched(stream);
    own.since = this.#options.clock.elapsed();
    this.#arm(stream, own, this.#limit(stream, own));
  }

  /** A sample does not wind the timer up again: it looks when it is over whether one has come meanwhile. */
  #arm(stream: string, own: Watched, wait: number): void {
    const { clock } = this.#options;
    own.timer?.cancel();
    own.due = clock.elapsed() + wait;
    own.timer = clock.after(wait, () => {
      if (clock.elapsed() - own.due > HELD_UP) return this.#arm(stream, own, this.#limit(stream, own));
      const away = clock.elapsed() - own.since;
      const rest = this.#limit(stream, own) + own.wait - away;
      if (rest > 0) this.#arm(stream, own, rest);
      else this.#tell(stream, own, away);
    });
  }

  #tell(stream: string, own: Watched, away: number): void {
    if (own.late) this.#options.onSilent();
    else this.#options.onLate(stream === ANY ? undefined : stream, away, this.usual(stream));
    own.late = true;
    own.wait = own.wait === 0 ? Math.max(SOONEST, this.#limit(stream, own)) : own.wait + Math.min(SELDOM, 2 * own.wait);
    this.#arm(stream, own, this.#limit(stream, own) + own.wait - away);
  }

  /** For how long it may stay away, in ms. */
  #limit(stream: string, own: Watched): number {
    if (stream === ANY) {
      const known = this.#streaming.map((one) => this.#set(one)).filter((ms) => ms !== undefined);
      return known.length === 0 ? FIRST : Math.max(FIRST_KNOWN, 3 * Math.max(...known));
    }
    const usual = this.usual(stream);
    if (usual === undefined) return SECOND;
    return Math.max(3 * usual, usual + 5000, own.burst === 0 ? 0 : ALIKE * own.burst + 5000);
  }

  /** What the instrument is set to, where the definition says by which parameter. */
  #set(stream: string): number | undefined {
    const { every } = this.#options.definition().simulation.streams[stream] ?? {};
    const seconds = typeof every === 'object' ? this.#options.parameter(every.parameter) : undefined;
    return typeof seconds === 'number' && seconds > 0 ? 1000 * seconds : undefined;
  }

  #watched(stream: string): Watched {
    const own = this.#streams.get(stream) ?? {
      usual: new UsualInterval(),
      pause: undefined,
      burst: 0,
      deaf: false,
      since: 0,
      late: false,
      wait: 0,
      due: 0,
      timer: undefined,
    };
    this.#streams.set(stream, own);
    return own;
  }

  #forget(stream: string): void {
    const own = this.#streams.get(stream);
    own?.timer?.cancel();
    if (own !== undefined) Object.assign(own, { timer: undefined, late: false, wait: 0 });
  }
}
