import type { Command as Asked, Caller } from '../bus/services.ts';
import type { Instrument } from '../definition/instrument.ts';
import { argumentsOf } from '../driver/metadata.ts';
import { ConfirmationError, ForbiddenError, ParameterError } from '../kit/errors.ts';
import { nearest } from '../kit/nearest.ts';
import { isAtLeast } from '../model/api/roles.ts';

/** What every driver can be asked for besides its definition's commands. */
const COMMON = ['discover', 'abort'] as const;

/** All that may be asked for of an instrument of this kind. */
export const commandsOf = ({ commands, clock }: Instrument): readonly string[] => [
  ...new Set([...Object.keys(commands), ...(clock === undefined ? [] : ['clock_sync']), ...COMMON]),
];

/** Whether this may be asked by these people in this way; what is wrong is thrown. */
export function checkCommand(definition: Instrument, { command, args, confirm }: Asked, caller: Caller): void {
  const all = commandsOf(definition);
  if (!all.includes(command)) {
    throw new ParameterError([
      { name: command, message: `is no command of ${definition.kind}; ${nearest(command, all)}` },
    ]);
  }
  const own = definition.commands[command];
  const given = Object.keys(args);
  if (own !== undefined) argumentsOf(command, own, args);
  else if (given.length > 0) throw new ParameterError(given.map((name) => ({ name, message: 'is not taken' })));
  if (!own?.dangerous) return;
  const { description = 'its definition does not say what it does' } = own;
  if (!isAtLeast(caller.role, 'engineer'))
    throw new ForbiddenError(
      `'${command}' may do harm (${description}): it wants the role engineer, ${caller.by} is ${caller.role}`,
    );
  if (confirm !== true)
    throw new ConfirmationError(`'${command}' may do harm: ${description}. Say confirm: true where it is wanted`);
}
