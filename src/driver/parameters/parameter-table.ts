import type { Exchange, Instrument, Reply } from '../../definition/instrument.ts';
import type { Clock } from '../../kit/clock.ts';
import { type Issue, NotImplementedError } from '../../kit/errors.ts';
import type { ParameterState } from '../../model/metadata.ts';
import type { Value, Values } from '../../model/sample.ts';
import type { ALL_PARAMETERS } from '../../model/states.ts';

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

/** One thing to send in order to set these parameters. */
export interface WriteStep {
  readonly names: readonly string[];
  readonly exchange: Exchange;
}

export interface TableOptions {
  readonly clock: Clock;
  /** Hears of real changes only. */
  readonly onChange?: (changes: readonly Change[]) => void;
  /** Hears of parameters that a reply should have shown and did not, or not readably. */
  readonly onUnreadable?: (command: string, problems: readonly Issue[]) => void;
}

/** `set`: while it runs; `startup`: also what may be set only then. */
export type Phase = 'set' | 'startup';

/** What is known of an instrument's parameters, and what is wanted of them. */
export class ParameterTable {
  constructor(_definition: Instrument, _options: TableOptions) {}

  /** Takes all that the reply of a command shows: text parameters and blobs. */
  read(_command: string, _reply: Reply): readonly Change[] {
    throw new NotImplementedError('read');
  }

  /** The values in their own form (choices as labels); a `ParameterError` with all that is wrong. */
  validate(_values: unknown, _phase: Phase): Values {
    throw new NotImplementedError('validate');
  }

  /** Those that are not known to stand so already. */
  differing(_values: Values): Values {
    throw new NotImplementedError('differing');
  }

  /** What has to be sent to set these: texts in the definition's order, one write for each blob. */
  plan(_values: Values): readonly WriteStep[] {
    throw new NotImplementedError('plan');
  }

  /** Remembers what is wanted; the driver's own parameters take effect with it. */
  desire(_values: Values): readonly Change[] {
    throw new NotImplementedError('desire');
  }

  /** Those that are not what was asked for, within their tolerance. */
  verify(_desired: Values): readonly Mismatch[] {
    throw new NotImplementedError('verify');
  }

  /** By name; names that are not there are a `ParameterError` with all of them. */
  get(_names: Names): Values {
    throw new NotImplementedError('get');
  }

  states(): Readonly<Record<string, ParameterState>> {
    throw new NotImplementedError('states');
  }

  /** The commands to ask again so that none of these is older than `maxAge` ms. */
  stale(_names: Names, _maxAge: number): readonly string[] {
    throw new NotImplementedError('stale');
  }

  /** The commands whose replies show these. */
  shownBy(_names: Names): readonly string[] {
    throw new NotImplementedError('shownBy');
  }

  /** The definition's start-up values with the given ones over them, checked. */
  startupValues(_given?: unknown): Values {
    throw new NotImplementedError('startupValues');
  }

  /** What has to be brought back after direct access, as far as it is known. */
  snapshot(): Values {
    throw new NotImplementedError('snapshot');
  }
}
