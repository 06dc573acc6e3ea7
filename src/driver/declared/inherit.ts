import type { Instrument } from '../../definition/instrument.ts';
import { ParameterError } from '../../kit/errors.ts';
import type { Values } from '../../model/sample.ts';
import type { ParameterTable } from '../parameters/parameter-table.ts';
import { DUE, type Memory, STARTS } from './memory.ts';
import { CLOCK_SYNC } from './perform.ts';

/** Those of the values that the table's definition has and allows. */
export function acceptable(table: ParameterTable, values: Readonly<Record<string, unknown>>): Values {
  const allowed = Object.entries(values).flatMap(([name, value]) => {
    try {
      return Object.entries(table.validate({ [name]: value }, 'startup'));
    } catch (thrown) {
      if (thrown instanceof ParameterError) return [];
      throw thrown;
    }
  });
  return Object.fromEntries(allowed);
}

/** What was wanted under the old definition is wanted under the new one, as far as that knows of it. */
export function inherit(memory: Memory, from: Memory, { commands, clock }: Instrument): void {
  for (const due of DUE) {
    const values = from[due];
    if (values !== undefined) memory[due] = acceptable(memory.table, values);
  }
  for (const name of STARTS) {
    const command = from[name];
    if (command !== undefined && Object.hasOwn(commands, command)) memory[name] = command;
  }
  for (const [name, args] of from.deferred) {
    if (Object.hasOwn(commands, name) || (name === CLOCK_SYNC && clock !== undefined)) memory.deferred.set(name, args);
  }
  const wanted = Object.entries(from.table.states()).flatMap(([name, { desired }]) =>
    desired === undefined ? [] : [[name, desired] as const],
  );
  memory.table.desire(acceptable(memory.table, Object.fromEntries(wanted)));
}
