import { Cron } from 'croner';
import { describeError } from '../kit/errors.ts';
import { type Names, unknown } from './check-names.ts';
import type { Instrument } from './instrument.ts';
import type { Job } from './job.ts';

/** What is wrong with a cron pattern or a time. */
function triggerProblems(job: Job): string[] {
  if ('at' in job) return Number.isNaN(Date.parse(job.at)) ? [`'${job.at}' is not a time in ISO-8601`] : [];
  if (!('cron' in job)) return [];
  try {
    new Cron(job.cron);
    return [];
  } catch (error) {
    return [describeError(error)];
  }
}

/** A parameter that says how often must hold seconds, or be the driver's own interval. */
function intervalProblems(name: string, { parameters }: Instrument): string[] {
  const { type, source } = parameters[name] ?? {};
  return type === undefined || type === 'integer' || type === 'number' || source === 'engineering'
    ? []
    : [`parameter '${name}' says no time: it is neither a number of seconds nor made with interval(…)`];
}

/** What is wrong with a job: when it is due, and what it runs. */
export function jobProblems(job: Job, names: Names, definition: Instrument): string[] {
  const { clock } = definition;
  const setsClock = job.runs === 'clock_sync' && clock !== undefined;
  return [
    ...triggerProblems(job),
    ...(setsClock ? [] : unknown('command', job.runs, names.commands)),
    ...[job.in ?? []].flat().flatMap((state) => unknown('state', state, names.states)),
    ...('every' in job && typeof job.every !== 'string'
      ? [
          ...unknown('parameter', job.every.parameter, names.parameters),
          ...intervalProblems(job.every.parameter, definition),
        ]
      : []),
  ];
}
