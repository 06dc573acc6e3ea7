import type { Instrument } from '../definition/instrument.ts';
import type { StreamRate } from '../definition/simulation.ts';
import { sharesFrames } from '../definition/stream.ts';
import type { Clock, Timer } from '../kit/clock.ts';
import { milliseconds } from '../kit/duration.ts';
import type { Values } from '../model/sample.ts';

/** The longest that the first record of a stream is waited for, in ms: an instrument begins to measure at once. */
const FIRST = 1000;
const SHORTEST = 5;

function periodOf({ every }: StreamRate, parameters: Values): number {
  const ms = typeof every === 'string' ? milliseconds(every) : Number(parameters[every.parameter]) * 1000;
  return Number.isFinite(ms) ? Math.max(SHORTEST, ms) : FIRST;
}

/** Says when each stream's next record is due. Records that could not be sent in time are left out, not piled up. */
export class Streaming {
  readonly #clock: Clock;
  readonly #definition: Instrument;
  readonly #parameters: () => Values;
  readonly #onDue: (stream: string) => void;
  readonly #timers = new Map<string, Timer>();
  #played: readonly string[] = [];

  constructor(clock: Clock, definition: Instrument, parameters: () => Values, onDue: (stream: string) => void) {
    this.#clock = clock;
    this.#definition = definition;
    this.#parameters = parameters;
    this.#onDue = onDue;
  }

  get running(): boolean {
    return this.#timers.size > 0;
  }

  /** Sends these streams from now on, and goes on with them when they are those of before. */
  play(names: readonly string[]): void {
    if (names === this.#played) return;
    this.stop();
    this.#played = names;
    const { heads = [], streams } = this.#definition.simulation;
    for (const stream of heads) if (this.#among(stream, names)) this.#onDue(stream);
    for (const [stream, rate] of Object.entries(streams)) {
      if (!this.#among(stream, names)) continue;
      const period = periodOf(rate, this.#parameters());
      this.#wait(stream, rate, this.#clock.elapsed() + (heads.includes(stream) ? period : Math.min(FIRST, period)));
    }
  }

  stop(): void {
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
    this.#played = [];
  }

  /** A record of streams that share their frames is one of each of them. */
  #among(stream: string, names: readonly string[]): boolean {
    const { samples } = this.#definition;
    return names.some((name) => name === stream || sharesFrames(samples[name], samples[stream]));
  }

  #wait(stream: string, rate: StreamRate, due: number): void {
    const fire = (): void => {
      const period = periodOf(rate, this.#parameters());
      const missed = Math.max(0, Math.floor((this.#clock.elapsed() - due) / period));
      this.#wait(stream, rate, due + (missed + 1) * period);
      if (rate.while === undefined || this.#parameters()[rate.while]) this.#onDue(stream);
    };
    this.#timers.set(stream, this.#clock.after(Math.max(0, due - this.#clock.elapsed()), fire));
  }
}
