import { InvalidArgumentError } from 'commander';
import { identifier } from '../config/schema.ts';
import type { Clock } from '../kit/clock.ts';
import { describeMilliseconds, milliseconds } from '../kit/duration.ts';
import { describeError } from '../kit/errors.ts';
import { fromIso, fromMillis, type Nanos } from '../kit/time.ts';
import { type Position, parsePosition } from '../packet/position.ts';

/** Turns a parser's error into one that names the option. */
export function parsed<T>(parse: (text: string) => T): (text: string) => T {
  return (text) => {
    try {
      return parse(text);
    } catch (error) {
      throw new InvalidArgumentError(describeError(error));
    }
  };
}

const wholeNumber = (least: number, greatest: number) =>
  parsed((text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > greatest) {
      throw new RangeError(`must be a whole number from ${least} to ${greatest}`);
    }
    return value;
  });

export const portNumber = wholeNumber(0, 65_535);
export const countNumber = wholeNumber(1, Number.MAX_SAFE_INTEGER);
/** Of lines; none, too. */
export const lineCount = wholeNumber(0, Number.MAX_SAFE_INTEGER);
export const dayCount = wholeNumber(1, 365_000);
export const secondsNumber = wholeNumber(1, 86_400 * 365);

/** How long something is to last, in ms: `30 min`. */
export const lasting = (least: number, most: number) =>
  parsed((text) => {
    const ms = milliseconds(text);
    if (ms < least || ms > most) {
      throw new RangeError(`must be from ${describeMilliseconds(least)} to ${describeMilliseconds(most)}`);
    }
    return ms;
  });

/** What an instrument may be called; an id becomes the name of a folder. */
export const instrumentId = parsed((text) => {
  const { error } = identifier.safeParse(text);
  if (error !== undefined) throw new RangeError(error.issues.map(({ message }) => message).join('; '));
  return text;
});

/** A time or day, or how long ago: `-6h`, `-30 min`, `-2d`. */
export const timeOrAgo = (clock: Clock): ((text: string) => Nanos) =>
  parsed((text) => {
    if (!text.startsWith('-')) return fromIso(text);
    return clock.now() - fromMillis(milliseconds(text.slice(1)));
  });

/** A position in a log (`2026-11-22:1234`) or a time. */
export type LogPoint = { readonly position: Position } | { readonly time: Nanos };

export const logPoint = parsed(
  (text: string): LogPoint =>
    /^\d{4}-\d\d-\d\d:\d+$/.test(text) ? { position: parsePosition(text) } : { time: fromIso(text) },
);
