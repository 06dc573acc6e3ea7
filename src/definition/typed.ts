import type { Parameter } from './parameter.ts';

/** The names of a definition's commands. */
export type CommandOf<I extends { readonly commands: object }> = Extract<keyof I['commands'], string>;

/** What people give and get for a parameter: a choice's label. */
type ValueOf<P> = P extends { readonly choices: infer C }
  ? Extract<keyof C, string>
  : P extends Parameter<infer T>
    ? T
    : never;

/** The values of a definition's parameters, by name. */
export type ParametersOf<I extends { readonly parameters: Readonly<Record<string, Parameter>> }> = {
  readonly [Name in keyof I['parameters']]: ValueOf<I['parameters'][Name]>;
};
