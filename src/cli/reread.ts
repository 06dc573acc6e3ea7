import type { Catalogue } from '../catalogue/catalogue.ts';
import type { InstrumentConfig } from '../config/schema.ts';
import type { Instrument } from '../definition/instrument.ts';
import type { Clock } from '../kit/clock.ts';
import { ConfigError } from '../kit/errors.ts';
import { kindProblems } from './kind-problems.ts';

/** How an instrument's definition is read anew: what the configuration says of the instrument must still fit. */
export const rereadFrom =
  (catalogue: Catalogue, clock: Clock) =>
  ({ kind, startup, schedule }: InstrumentConfig): (() => Promise<Instrument>) | undefined => {
    if (catalogue.filesOf(kind).length === 0) return undefined;
    return async () => {
      const definition = await catalogue.reload(kind);
      const problems = kindProblems(definition, startup?.parameters ?? {}, Object.keys(schedule ?? {}), clock);
      if (problems.length > 0) {
        throw new ConfigError(problems.map(({ section, name, message }) => ({ name: `${section}.${name}`, message })));
      }
      return definition;
    };
  };
