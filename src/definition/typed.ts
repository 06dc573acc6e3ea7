import type { Value } from '../model/sample.ts';
import type { Instrument } from './instrument.ts';
import type { Parameter } from './parameter.ts';

/** The names of a definition's commands. */
export type CommandOf<I> = I extends Instrument<string, infer Name, never, never> ? Name : string;

/** The values of a definition's parameters, by name. */
export type ParametersOf<I extends { readonly parameters: Readonly<Record<string, Parameter>> }> = {
  readonly [Name in keyof I['parameters']]: I['parameters'][Name] extends Parameter<infer T extends Value> ? T : never;
};
