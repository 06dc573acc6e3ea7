import { fromIso, fromMillis, type Nanos, toIso } from '../../../kit/time.ts';

/** `TT 2013/02/28,07:55:33 - Time Set (CCYY/MM/DD,hh:mm:ss)` */
const SHOWN = /(TT )(\d{4})\/(\d\d)\/(\d\d),(\d\d:\d\d:\d\d)/;

/** How many characters a time has. */
export const WIDTH = 19;

export const toTime = (time: Nanos): string => toIso(time).slice(0, WIDTH).replaceAll('-', '/').replace('T', ',');

export function readTime(reply: string): Nanos | undefined {
  const [, , year, month, day, clock] = SHOWN.exec(reply) ?? [];
  return year === undefined ? undefined : fromIso(`${year}-${month}-${day}T${clock}Z`);
}

export const writeTime = (reply: string, time: Nanos): string =>
  reply.replace(SHOWN, (_, before: string) => before + toTime(time));

/** The time of an ensemble from its year, month, day, hour, minute, second and hundredths; `undefined` where there is no such day. */
export function timeOf(parts: readonly [number, number, number, number, number, number, number]): Nanos | undefined {
  const [year, month, day, hour, minute, second, hundredths] = parts;
  const ms = Date.UTC(year, month - 1, day, hour, minute, second, 10 * hundredths);
  return new Date(ms).getUTCMonth() === month - 1 ? fromMillis(ms) : undefined;
}
