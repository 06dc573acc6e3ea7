import { checkInstrument } from './check-instrument.ts';
import type { Instrument } from './instrument.ts';
import type { Parameter } from './parameter.ts';
import type { Stream } from './stream.ts';

/** Checks what types cannot see and returns the definition unchanged; all that is wrong is one `DefinitionError`. */
export function defineInstrument<
  State extends string,
  Name extends string,
  P extends Readonly<Record<string, Parameter>>,
  S extends Readonly<Record<string, Stream>>,
>(definition: Instrument<State, Name, P, S>): Instrument<State, Name, P, S> {
  checkInstrument(definition);
  return definition;
}
