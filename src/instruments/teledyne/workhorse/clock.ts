import { fromIso, type Nanos, toIso } from '../../../kit/time.ts';

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
