import { Cron } from 'croner';
import { milliseconds } from '../../kit/duration.ts';
import { fromIso, toMillis } from '../../kit/time.ts';
import type { Value } from '../../model/sample.ts';

/** As `Trigger` in a definition, also from where durations are any text. */
export type AnyTrigger =
  | { readonly every: string | { readonly parameter: string } }
  | { readonly cron: string }
  | { readonly at: string }
  | { readonly polled: { readonly min: string; readonly max?: string | undefined } };

/** No instrument is bothered more often than that, in ms. */
const SHORTEST = 1_000;

/** A value as an interval, in ms: seconds, or a duration; undefined where it is neither, or never. */
function intervalOf(value: Value): number | undefined {
  const ms = typeof value === 'number' ? value * 1_000 : typeof value === 'string' ? parsed(value) : undefined;
  return ms !== undefined && ms > 0 ? Math.max(SHORTEST, ms) : undefined;
}

function parsed(text: string): number | undefined {
  try {
    return milliseconds(text);
  } catch {
    return undefined;
  }
}

/** What a trigger looks at. */
export interface Present {
  /** The wall clock, in ms. */
  readonly now: number;
  readonly parameter: (parameter: string) => Value;
}

/** Whether it is the wall clock that it is due by: however that is set meanwhile. */
export const isByWallClock = (trigger: AnyTrigger): boolean => 'cron' in trigger || 'at' in trigger;

/**
 * In how many ms the job is due for the next time; undefined is never. Runs that a machine missed while it slept are not made
 * up for, and neither is a time that is over.
 */
export function dueIn(trigger: AnyTrigger, { now, parameter }: Present): number | undefined {
  if ('every' in trigger) {
    return intervalOf(typeof trigger.every === 'string' ? trigger.every : parameter(trigger.every.parameter));
  }
  if ('cron' in trigger) {
    const next = new Cron(trigger.cron, { timezone: 'UTC' }).nextRun(new Date(now));
    return next === null ? undefined : next.getTime() - now;
  }
  if ('at' in trigger) {
    const wait = toMillis(fromIso(trigger.at)) - now;
    return wait > 0 ? wait : undefined;
  }
  const { max } = trigger.polled;
  return max === undefined ? undefined : intervalOf(max);
}
