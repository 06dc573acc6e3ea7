import { logDays } from '../../packet/log-days.ts';
import { withDay } from '../../packet/open-day.ts';
import type { Position } from '../../packet/position.ts';

/** Where what can be read of a log begins and ends; `undefined` where there is nothing. */
export async function logEnds(dir: string): Promise<{ readonly first: Position; readonly end: Position } | undefined> {
  const days = await logDays(dir);
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const offset = await withDay(dir, last, async ({ size }) => size);
  return { first: { day: first, offset: 0 }, end: { day: last, offset } };
}
