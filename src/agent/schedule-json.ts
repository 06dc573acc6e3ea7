import { z } from 'zod';
import { checkCron } from '../config/cron.ts';
import { scheduleSchema } from '../config/schema.ts';
import type { Instrument } from '../definition/instrument.ts';
import type { Planned } from '../driver/jobs/jobs.ts';
import { type Schedule, schedulable } from '../driver/jobs/schedule.ts';
import { describeError, type Issue, ParameterError } from '../kit/errors.ts';
import { nearest } from '../kit/nearest.ts';
import { mapValues } from '../kit/records.ts';
import { toIso } from '../kit/time.ts';

const json = z.json();

/** What a driver does by itself, with the next time where that is known. */
export const scheduleJson = (agenda: Readonly<Record<string, Planned>>): Record<string, z.infer<typeof json>> =>
  mapValues(agenda, ({ job, next }) =>
    // A job holds no more than JSON can carry.
    json.parse({ ...JSON.parse(JSON.stringify(job)), ...(next !== undefined && { next: toIso(next) }) }),
  );

/** A schedule for an instrument of this kind; a `ParameterError` with all that is wrong. */
export function checkSchedule(definition: Instrument, given: unknown): Schedule {
  const checked = scheduleSchema.safeParse(given);
  if (!checked.success) {
    throw new ParameterError(
      checked.error.issues.map(({ path, message }) => ({ name: path.join('.') || 'the schedule', message })),
    );
  }
  const known = schedulable(definition);
  const issues = Object.entries(checked.data).flatMap(([name, trigger]): Issue[] => {
    return [
      ...(known.includes(name)
        ? []
        : [{ name, message: `is no job or command of ${definition.kind}; ${nearest(name, known)}` }]),
      ...('cron' in trigger ? cronProblems(name, trigger.cron) : []),
    ];
  });
  if (issues.length > 0) throw new ParameterError(issues);
  return checked.data;
}

function cronProblems(name: string, pattern: string): Issue[] {
  try {
    checkCron(pattern);
    return [];
  } catch (error) {
    return [{ name, message: describeError(error) }];
  }
}
