import type { Duration } from '../kit/duration.ts';

/** When a job falls due. */
export type Trigger<Parameter extends string = string> =
  /** Again and again: a fixed time apart, or as a parameter says (seconds as a number, or a duration; 0 is never). */
  | { readonly every: Duration | { readonly parameter: Parameter } }
  /** By a cron pattern, in UTC. */
  | { readonly cron: string }
  /** Once, at a time in ISO-8601. */
  | { readonly at: string }
  /** When it is asked for, but not more often than `min`; and at the latest `max` after the last time. */
  | { readonly polled: { readonly min: Duration; readonly max?: Duration } };

/** Something that the driver does by itself, in a state in which it can be done. */
export type Job<
  State extends string = string,
  Name extends string = string,
  Parameter extends string = string,
> = Trigger<Parameter> & {
  /** What people call it; made from its name where nothing is said. */
  readonly title?: string;
  /** The command that is given. */
  readonly runs: Name | 'clock_sync';
  /** Only in these states; in all in which the command may be given where nothing is said. */
  readonly in?: State | readonly State[];
};
