import { isDeepStrictEqual } from 'node:util';
import type { Instrument, Reply } from '../../definition/instrument.ts';
import type { Parameter } from '../../definition/parameter.ts';
import type { Clock } from '../../kit/clock.ts';
import { type Issue, ParameterError } from '../../kit/errors.ts';
import { onceFor } from '../../kit/once-for.ts';
import { toIso } from '../../kit/time.ts';
import type { ParameterState } from '../../model/metadata.ts';
import type { Value, Values } from '../../model/sample.ts';
import { ALL_PARAMETERS } from '../../model/states.ts';
import { type Guard, trusting } from '../guard.ts';
import { ruleOf, toLabel } from './parameter-rule.ts';
import { findBlob, type Read, readFromBlob, readText } from './reading.ts';
import type { Rule } from './rule.ts';
import { sameValue } from './same-value.ts';
import { type Allowed, allowedIn, checkValues, type Phase, unknownNames } from './validate.ts';
import { type WriteStep, writePlan } from './write-plan.ts';

export type { Phase } from './validate.ts';
export type { WriteStep } from './write-plan.ts';

export type Names = typeof ALL_PARAMETERS | readonly string[];

/** A parameter that now has another value than before; `from` is null when it was not known. */
export interface Change {
  readonly name: string;
  readonly from: Value;
  readonly to: Value;
}

/** A value that did not become what was asked for. */
export interface Mismatch {
  readonly name: string;
  readonly desired: Value;
  readonly actual: Value;
}

export interface TableOptions {
  readonly clock: Clock;
  /** Runs what the definition says is to be done at once. */
  readonly guard?: Guard | undefined;
  /** Hears of real changes only. */
  readonly onChange?: (changes: readonly Change[]) => void;
  /** Hears of parameters that a reply should have shown and did not, or not readably. */
  readonly onUnreadable?: (command: string, problems: readonly Issue[]) => void;
}

/** What is kept over restarts begins only once. */
const outlives = (parameter: Parameter): boolean => parameter.source === 'engineering' && parameter.persistent === true;

interface Known {
  readonly value: Value;
  /** In the clock's elapsed ms. */
  readonly at: number;
  readonly verified: string;
}

interface Rules {
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly allowed: Readonly<Record<Phase, ReadonlyMap<string, Allowed>>>;
}

/** Instruments of one kind share them. */
const rulesOf = onceFor((definition: Instrument): Rules => {
  const parameters = new Map<string, Parameter>(Object.entries(definition.parameters));
  const rules = new Map<string, Rule>([...parameters].map(([name, parameter]) => [name, ruleOf(parameter)]));
  const allowed = {
    set: allowedIn('set', definition, rules),
    startup: allowedIn('startup', definition, rules),
    own: allowedIn('own', definition, rules),
  };
  return { parameters, allowed };
});

/** What is known of an instrument's parameters, and what is wanted of them. */
export class ParameterTable {
  readonly #definition: Instrument;
  readonly #options: TableOptions;
  readonly #guard: Guard;
  readonly #parameters: Rules['parameters'];
  readonly #allowed: Rules['allowed'];
  readonly #known = new Map<string, Known>();
  readonly #desired = new Map<string, Value>();
  readonly #blobs = new Map<string, Uint8Array>();

  constructor(definition: Instrument, options: TableOptions) {
    this.#definition = definition;
    this.#options = options;
    this.#guard = options.guard ?? trusting;
    ({ parameters: this.#parameters, allowed: this.#allowed } = rulesOf(definition));
    for (const [name, parameter] of this.#parameters) {
      if (parameter.source === 'engineering') this.#learn(name, parameter.startup);
    }
  }

  /** Takes all that the reply of a command shows: text parameters and blobs. */
  read(command: string, reply: Reply): readonly Change[] {
    const problems: Issue[] = [];
    const changes: Change[] = [];
    const note = (name: string, read: Read): void => {
      if ('problem' in read) problems.push({ name, message: read.problem });
      else changes.push(...this.#learn(name, read.value));
    };
    const blobs = this.#readBlobs(command, reply, problems);
    for (const [name, parameter] of this.#parameters) {
      if (parameter.source === 'text' && parameter.shownBy === command) note(name, readText(parameter, reply.text));
      if (parameter.source !== 'blob' || parameter.blob === undefined) continue;
      const bytes = blobs.get(parameter.blob);
      if (bytes !== undefined) note(name, readFromBlob(parameter, bytes));
    }
    if (problems.length > 0) this.#options.onUnreadable?.(command, problems);
    return this.#tell(changes);
  }

  /** The values in their own form (choices as labels); a `ParameterError` with all that is wrong. */
  validate(values: unknown, phase: Phase): Values {
    return this.#guard('checking values', () => checkValues('parameters', values, this.#allowed[phase]));
  }

  /** Those that are not known to stand so already. */
  differing(values: Values): Values {
    const entries = Object.entries(values);
    return this.#guard('comparing values', () =>
      Object.fromEntries(entries.filter(([name, value]) => !this.#stands(name, value))),
    );
  }

  /** Of these, the driver's own, which take effect by being wanted, and the instrument's. */
  split(values: Values): { readonly own: Values; readonly instruments: Values } {
    const entries = Object.entries(values);
    const isOwn = ([name]: readonly [string, Value]): boolean => this.#parameters.get(name)?.source === 'engineering';
    return {
      own: Object.fromEntries(entries.filter(isOwn)),
      instruments: Object.fromEntries(entries.filter((entry) => !isOwn(entry))),
    };
  }

  /** What has to be sent to set these; a `ParameterError` when a blob was not read before it is to be written. */
  plan(values: Values): readonly WriteStep[] {
    return writePlan(this.#definition, values, this.#blobs);
  }

  /** Remembers what is wanted; the driver's own parameters take effect with it. */
  desire(values: Values): readonly Change[] {
    const changes: Change[] = [];
    for (const [name, value] of Object.entries(values)) {
      this.#desired.set(name, value);
      if (this.#parameters.get(name)?.source === 'engineering') changes.push(...this.#learn(name, value));
    }
    return this.#tell(changes);
  }

  /** Those that are not what was asked for, within their tolerance; the driver's own always are. */
  verify(desired: Values): readonly Mismatch[] {
    const { instruments } = this.split(this.differing(desired));
    return Object.entries(instruments).map(([name, value]) => ({
      name,
      desired: value,
      actual: this.#known.get(name)?.value ?? null,
    }));
  }

  /** By name, null while not known; names that are not there are a `ParameterError` with all of them. */
  get(names: Names): Values {
    return Object.fromEntries(this.#named(names).map((name) => [name, this.#known.get(name)?.value ?? null]));
  }

  /** One of them, null while it is not known. */
  value(name: string): Value {
    return this.#known.get(name)?.value ?? null;
  }

  states(): Readonly<Record<string, ParameterState>> {
    return Object.fromEntries(
      [...this.#parameters.keys()].map((name) => {
        const known = this.#known.get(name);
        const desired = this.#desired.get(name);
        return [
          name,
          {
            actual: known?.value ?? null,
            ...(desired !== undefined && { desired }),
            ...(known !== undefined && { verified: known.verified }),
          },
        ];
      }),
    );
  }

  /** The commands to ask again so that none of these is older than `maxAge` ms. */
  stale(names: Names, maxAge: number): readonly string[] {
    const oldest = this.#options.clock.elapsed() - maxAge;
    return this.shownBy(this.#named(names).filter((name) => (this.#known.get(name)?.at ?? -Infinity) < oldest));
  }

  /** The commands whose replies show these. */
  shownBy(names: Names): readonly string[] {
    const commands = this.#named(names).map((name) => {
      const parameter = this.#parameters.get(name);
      if (parameter?.source === 'text') return parameter.shownBy;
      return parameter?.source === 'blob' ? this.#definition.blobs?.[parameter.blob ?? '']?.shownBy : undefined;
    });
    return [...new Set(commands)].filter((command) => command !== undefined);
  }

  /** The definition's start-up values with the given ones over them; a `ParameterError` with all that is wrong. */
  startupValues(given: unknown = {}): Values {
    const own = [...this.#parameters].flatMap(([name, parameter]) =>
      parameter.startup === undefined || outlives(parameter) ? [] : [[name, parameter.startup]],
    );
    return this.validate({ ...Object.fromEntries(own), ...this.validate(given, 'startup') }, 'startup');
  }

  /** What has to be brought back after direct access, as far as it is known. */
  snapshot(): Values {
    return Object.fromEntries(
      [...this.#parameters].flatMap(([name, { visibility, restore, source }]) => {
        const known = this.#known.get(name);
        const kept = visibility !== 'read_only' && restore !== false && source !== 'engineering';
        return kept && known !== undefined ? [[name, known.value]] : [];
      }),
    );
  }

  #readBlobs(command: string, reply: Reply, problems: Issue[]): ReadonlyMap<string, Uint8Array> {
    const read = new Map<string, Uint8Array>();
    for (const [name, blob] of Object.entries(this.#definition.blobs ?? {})) {
      if (blob.shownBy !== command) continue;
      const bytes = findBlob(blob, reply);
      if (bytes !== undefined) {
        this.#blobs.set(name, bytes);
        read.set(name, bytes);
      } else {
        const message = `no ${blob.length} bytes of the reply's ${reply.bytes.length} have a right ${blob.checksum.name}`;
        problems.push({ name, message });
      }
    }
    return read;
  }

  #learn(name: string, raw: Value): Change[] {
    const parameter = this.#parameters.get(name);
    const value = parameter === undefined ? raw : toLabel(parameter, raw);
    const before = this.#known.get(name)?.value ?? null;
    const { clock } = this.#options;
    this.#known.set(name, { value, at: clock.elapsed(), verified: toIso(clock.now()) });
    const expected = before !== null && parameter?.changesByItself;
    return expected || isDeepStrictEqual(before, value) ? [] : [{ name, from: before, to: value }];
  }

  #tell(changes: readonly Change[]): readonly Change[] {
    if (changes.length > 0) this.#options.onChange?.(changes);
    return changes;
  }

  #stands(name: string, value: Value): boolean {
    const parameter = this.#parameters.get(name);
    const known = this.#known.get(name);
    return parameter !== undefined && known !== undefined && sameValue(parameter, known.value, value);
  }

  #named(names: Names): readonly string[] {
    if (names === ALL_PARAMETERS) return [...this.#parameters.keys()];
    const issues = unknownNames(names, [...this.#parameters.keys()]);
    if (issues.length > 0) throw new ParameterError(issues);
    return names;
  }
}
