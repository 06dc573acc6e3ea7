import { ParameterError } from '../kit/errors.ts';

/** A place in an instrument's log: the day of the file (UTC, `YYYY-MM-DD`), and a byte's offset in it. Stable for ever. */
export interface Position {
  readonly day: string;
  readonly offset: number;
}

/** Whether `day` is a day of the calendar, written `YYYY-MM-DD`. */
export function isDay(day: string): boolean {
  const ms = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day);
}

/** Reads `2026-11-22:1234`; anything else is a `ParameterError`. */
export function parsePosition(text: string): Position {
  const [, day = '', digits = ''] = /^(.{10}):(\d{1,15})$/.exec(text.trim()) ?? [];
  if (!isDay(day)) throw new ParameterError(`'${text}' is not a position in a log such as 2026-11-22:1234`);
  return { day, offset: Number(digits) };
}

export const formatPosition = ({ day, offset }: Position): string => `${day}:${offset}`;

/** Negative when `a` stands before `b`, 0 when they are the same place. */
export const comparePositions = (a: Position, b: Position): number =>
  a.day === b.day ? a.offset - b.offset : a.day < b.day ? -1 : 1;
