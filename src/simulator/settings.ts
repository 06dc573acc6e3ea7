import type { Instrument } from '../definition/instrument.ts';
import type { TextParameter } from '../definition/parameter.ts';
import type { Clock } from '../kit/clock.ts';
import { milliseconds } from '../kit/duration.ts';
import type { Value } from '../model/sample.ts';
import { rangeProblem } from './in-range.ts';
import type { ParameterMemory } from './parameter-memory.ts';

/** What becomes of a setting: taken, turned down, or wanted once more. */
export type Outcome = 'accepted' | 'refused' | 'repeat';

interface Waiting {
  readonly due: number;
  readonly name: string;
  readonly value: Value;
}

/** How the instrument takes `NAME=value`: as often as it wants to hear it, and shown after it has settled. */
export class Settings {
  readonly #memory: ParameterMemory;
  readonly #clock: Clock;
  readonly #delay: number;
  readonly #settable: readonly (readonly [name: string, prefix: string, parameter: TextParameter])[];
  #waiting: Waiting[] = [];

  constructor({ parameters, simulation }: Instrument, memory: ParameterMemory, clock: Clock) {
    this.#memory = memory;
    this.#clock = clock;
    this.#delay = simulation.settles === undefined ? 0 : milliseconds(simulation.settles);
    this.#settable = Object.entries(parameters)
      .flatMap(([name, parameter]) =>
        parameter.source === 'text' && parameter.prefix !== undefined
          ? [[name, parameter.prefix.toUpperCase(), parameter] as const]
          : [],
      )
      .sort(([, a], [, b]) => b.length - a.length);
  }

  /** What has settled by now is shown from now on. */
  settle(): void {
    const now = this.#clock.elapsed();
    const settled = this.#waiting.filter(({ due }) => due <= now);
    this.#waiting = this.#waiting.filter(({ due }) => due > now);
    for (const { name, value } of settled) this.#memory.assign(name, value);
  }

  /** `undefined` when no parameter has this name. `times`: so often it came, one after the other. */
  take(line: string, times: number): Outcome | undefined {
    const typed = line.toUpperCase();
    const found = this.#settable.find(([, prefix]) => typed.startsWith(prefix));
    if (found === undefined) return undefined;
    const [name, prefix, parameter] = found;
    const value = parsed(parameter, line.slice(prefix.length).trim());
    if (value === undefined) return 'refused';
    if (times % (parameter.times ?? 1) !== 0) return 'repeat';
    this.#waiting.push({ due: this.#clock.elapsed() + this.#delay, name, value });
    this.settle();
    return 'accepted';
  }
}

function parsed(parameter: TextParameter, text: string): Value | undefined {
  try {
    const value = parameter.parse(text);
    return rangeProblem(parameter, value) === undefined ? value : undefined;
  } catch {
    return undefined;
  }
}
