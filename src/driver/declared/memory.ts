import type { Instrument } from '../../definition/instrument.ts';
import type { Clock } from '../../kit/clock.ts';
import { ParameterError } from '../../kit/errors.ts';
import type { EventListener } from '../../model/driver-event.ts';
import type { Values } from '../../model/sample.ts';
import type { Guard } from '../guard.ts';
import { ParameterTable } from '../parameters/parameter-table.ts';

/** What outlives a connection: the parameters, and what is to be done when the instrument listens again. */
export interface Memory {
  readonly table: ParameterTable;
  /** To be brought back after direct access. */
  restore: Values | undefined;
  /** To be applied at start-up. */
  startup: Values | undefined;
  /** To be set when the instrument does not stream any more. */
  set: Values | undefined;
  /** The command by which it last began to stream, where that is not `start_autosample`. */
  startedBy: string | undefined;
  /** The command that begins the streaming again, while that is stopped for something else. */
  paused: string | undefined;
  /** Commands that were put off so, with their arguments. */
  readonly deferred: Map<string, unknown>;
  /** Resolves when what must outlive the program is safe. */
  save(): Promise<void>;
}

/** What is to be set, in this order, when the instrument listens again. */
export const DUE = ['restore', 'startup', 'set'] as const;

/** The commands by which it streams, or is to stream again. */
export const STARTS = ['startedBy', 'paused'] as const;

export function makeMemory(
  definition: Instrument,
  clock: Clock,
  announce: EventListener,
  save: () => Promise<void> = async () => {},
  guard?: Guard,
): Memory {
  const complaints = new Map<string, string>();
  const table = new ParameterTable(definition, {
    clock,
    guard,
    onChange: (changes) =>
      announce({
        type: 'config_change',
        changes: Object.fromEntries(changes.map(({ name, from, to }) => [name, { from, to }])),
        parameters: table.states(),
      }),
    onUnreadable(command, problems) {
      const error = new ParameterError(problems);
      // A firmware that shows something otherwise does so every time: it is told once.
      if (complaints.get(command) === error.message) return;
      complaints.set(command, error.message);
      announce({ type: 'error', error, during: `reading the reply to '${command}'` });
    },
  });
  const due = { restore: undefined, startup: undefined, set: undefined, deferred: new Map() };
  return { table, ...due, startedBy: undefined, paused: undefined, save };
}
