import type { Instrument } from '../../definition/instrument.ts';
import type { AnyJob } from './jobs.ts';
import type { AnyTrigger } from './trigger.ts';

/** Triggers by the name of a job of the definition, or of a command. */
export type Schedule = Readonly<Record<string, AnyTrigger>>;

/**
 * All that the driver does by itself. A schedule's trigger stands for that of the job of this name, or of the job that gives the
 * command of this name; a command without a job gets one.
 */
export function scheduledJobs(
  { jobs = {} }: Pick<Instrument, 'jobs'>,
  schedule: Schedule = {},
): Readonly<Record<string, AnyJob>> {
  const all = new Map<string, AnyJob>(Object.entries(jobs));
  for (const [name, trigger] of Object.entries(schedule)) {
    const known = all.has(name) ? name : [...all].find(([, { runs }]) => runs === name)?.[0];
    const { runs = name, title, in: states } = all.get(known ?? name) ?? {};
    all.set(known ?? name, {
      ...trigger,
      runs,
      ...(title !== undefined && { title }),
      ...(states !== undefined && { in: states }),
    });
  }
  return Object.fromEntries(all);
}

/** What may be scheduled for instruments of this kind: its jobs, its commands, and what every driver can do. */
export const schedulable = ({ jobs = {}, commands, clock }: Instrument): readonly string[] => [
  ...new Set([...Object.keys(jobs), ...Object.keys(commands), ...(clock ? ['clock_sync'] : []), 'discover']),
];
