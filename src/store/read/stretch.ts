import { type Issue, ParameterError } from '../../kit/errors.ts';
import { DAY, fromIso, type Nanos } from '../../kit/time.ts';

/** From the first time that belongs to it to the first that does not. */
export interface Stretch {
  readonly from: Nanos;
  readonly to: Nanos;
}

/** A stretch that may begin with the first row and end with the last. */
export type OpenStretch = { readonly [end in keyof Stretch]?: Stretch[end] | undefined };

/** What is wrong with its ends. */
export const stretchIssues = ({ from, to }: OpenStretch): Issue[] =>
  from !== undefined && to !== undefined && from >= to ? [{ name: 'to', message: 'must be later than from' }] : [];

/** Throws a `ParameterError` where its end does not lie behind its beginning. */
export function checkStretch(stretch: OpenStretch): void {
  const issues = stretchIssues(stretch);
  if (issues.length > 0) throw new ParameterError(issues);
}

/** What of a UTC day lies in a stretch; its end is not behind its beginning where nothing does. */
export function inDay(day: string, { from, to }: OpenStretch): Stretch {
  const midnight = fromIso(day);
  const end = midnight + DAY;
  return {
    from: from === undefined || from < midnight ? midnight : from,
    to: to === undefined || to > end ? end : to,
  };
}

export const isEmpty = ({ from, to }: Stretch): boolean => from >= to;

export const isWholeDay = ({ from, to }: Stretch): boolean => to - from === DAY;
