import type { Instrument } from './instrument.ts';

/** The names of all coefficients that derived values of a definition use. */
export const coefficientsOf = ({ samples }: Pick<Instrument, 'samples'>): ReadonlySet<string> =>
  new Set(
    Object.values(samples).flatMap(({ derives = {} }) =>
      Object.values(derives).flatMap(({ ways }) =>
        ways.flatMap(({ coefficients = [], defaults = {} }) => [...coefficients, ...Object.keys(defaults)]),
      ),
    ),
  );
