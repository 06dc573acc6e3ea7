import type { Parameter } from './parameter.ts';

/** The names of a definition's commands. */
export type CommandOf<I extends { readonly commands: object }> = Extract<keyof I['commands'], string>;

/** The values of a definition's parameters, by name. */
export type ParametersOf<I extends { readonly parameters: Readonly<Record<string, Parameter>> }> = {
  readonly [Name in keyof I['parameters']]: I['parameters'][Name] extends Parameter<infer T> ? T : never;
};
