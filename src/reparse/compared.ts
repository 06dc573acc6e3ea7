import type { Position } from '../packet/position.ts';
import { quoted } from '../store/duck.ts';
import { standsBefore } from '../store/read/relation.ts';

/** Which of the rows in files are compared with what the log gives. */
export interface Compared {
  /** Rows over this link; '' where there is only one. */
  readonly link: string;
  /** The log can be read from this day on. */
  readonly readable: string;
  /** Rows from this place on are not taken care of for good yet. */
  readonly bound: Position | undefined;
}

/** It stands there, or before. */
export const isUpTo = ({ day, offset }: Position): string => standsBefore({ day, offset: offset + 1 });

/** Of the rows that have a place in this log. */
export const isComparable = ({ link, readable, bound }: Compared): string =>
  [
    'log_day IS NOT NULL',
    `coalesce(log_link, '') = ${quoted(link)}`,
    `log_day >= ${quoted(readable)}`,
    ...(bound ? [standsBefore(bound)] : []),
  ].join(' AND ');
