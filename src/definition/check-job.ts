import { Cron } from 'croner';
import { milliseconds } from '../kit/duration.ts';
import { describeError } from '../kit/errors.ts';
import { type Names, unknown } from './check-names.ts';
import type { Instrument } from './instrument.ts';
import type { Job } from './job.ts';

/** What is wrong with when it is due: a time, a cron pattern, a duration, the two of a polled job. */
function triggerProblems(job: Job): string[] {
  try {
    if ('at' in job && Number.isNaN(Date.parse(job.at))) return [`'${job.at}' is not a time in ISO-8601`];
    if ('cron' in job) new Cron(job.cron);
    if ('every' in job && typeof job.every === 'string') milliseconds(job.every);
    if (!('polled' in job)) return [];
    const { min, max = min } = job.polled;
    return milliseconds(max) < milliseconds(min) ? [`max, '${max}', is shorter than min, '${min}'`] : [];
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
