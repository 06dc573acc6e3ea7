import type { KindProblem } from '../config/parse-config.ts';
import type { KnownHosts } from '../config/passenger-problems.ts';
import { hostProblems } from '../definition/check-host.ts';
import type { Instrument } from '../definition/instrument.ts';
import { schedulable } from '../driver/jobs/schedule.ts';
import { ParameterTable } from '../driver/parameters/parameter-table.ts';
import type { Clock } from '../kit/clock.ts';
import { ParameterError } from '../kit/errors.ts';
import { nearest } from '../kit/nearest.ts';

/** What is wrong with start-up values and scheduled jobs or commands for an instrument of this kind: all of it. */
export function kindProblems(
  definition: Instrument,
  parameters: unknown,
  jobs: readonly string[],
  clock: Clock,
): readonly KindProblem[] {
  const known = schedulable(definition);
  return [
    ...valueProblems(definition, parameters, clock),
    ...jobs
      .filter((job) => !known.includes(job))
      .map((name) => ({
        section: 'schedule' as const,
        name,
        message: `is no job or command of ${definition.kind}; ${nearest(name, known)}`,
      })),
  ];
}

/** What these definitions say of instruments that are found behind others. */
export const knownHosts = (definitions: ReadonlyMap<string, Instrument>): KnownHosts => ({
  hostKinds: (kind) => definitions.get(kind)?.rides?.on,
  hostProblems(kind, host) {
    const [own, other] = [definitions.get(kind), definitions.get(host)];
    return own === undefined || other === undefined ? [] : hostProblems(own, other);
  },
});

function valueProblems(definition: Instrument, parameters: unknown, clock: Clock): KindProblem[] {
  try {
    new ParameterTable(definition, { clock }).startupValues(parameters);
    return [];
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error;
    return error.issues.map(({ name, message }) => ({ section: 'parameters', name, message }));
  }
}
