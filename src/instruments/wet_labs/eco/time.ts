import type { InstrumentClock } from '../../../definition/instrument.ts';
import { fromMillis, fullYear, type Nanos, toIso } from '../../../kit/time.ts';

/** The time of `MM/DD/YY` and `HH:MM:SS`; a `RangeError` where they are none. */
export function fromEcoTime(date: string, time: string): Nanos {
  const [month = 0, day = 0, year = 0] = date.split('/').map(Number);
  const [hour = 0, minute = 0, second = 0] = time.split(':').map(Number);
  const ms = Date.UTC(fullYear(year), month - 1, day, hour, minute, second);
  const shown = new Date(ms);
  if (shown.getUTCMonth() + 1 !== month || shown.getUTCHours() !== hour || minute > 59 || second > 59)
    throw new RangeError(`${date} ${time} is not a time`);
  return fromMillis(ms);
}

/** `MM/DD/YY` and `HH:MM:SS`. */
export function toEcoTime(time: Nanos): { readonly date: string; readonly time: string } {
  const shown = toIso(time);
  return { date: `${shown.slice(5, 7)}/${shown.slice(8, 10)}/${shown.slice(2, 4)}`, time: shown.slice(11, 19) };
}

const DATE = /(?<=^Dat +)\d+\/\d+\/\d+/m;
const TIME = /(?<=^Clk +)\d+:\d+:\d+/m;

/** The time that a menu shows. */
export function shownTime(menu: string): Nanos | undefined {
  const date = DATE.exec(menu)?.[0];
  const time = TIME.exec(menu)?.[0];
  return date === undefined || time === undefined ? undefined : fromEcoTime(date, time);
}

const digits = (text: string): string => text.replace(/\D/g, '');
const pairs = (text: string, between: string): string => (text.match(/../g) ?? []).join(between);

/** `$clk hhmmss` and `$dat mmddyy`. */
export const ecoClock: InstrumentClock<'acquire_status'> = {
  shownBy: 'acquire_status',
  read: ({ text }) => shownTime(text),
  write({ text }, now) {
    const { date, time } = toEcoTime(now);
    return text.replace(DATE, date).replace(TIME, time);
  },
  // The date is first: what is set last is set on the second's edge.
  set: [
    {
      prefix: '$dat ',
      width: 6,
      format: (time) => digits(toEcoTime(time).date),
      parse: (sent, current) => fromEcoTime(pairs(sent, '/'), toEcoTime(current).time),
    },
    {
      prefix: '$clk ',
      width: 6,
      format: (time) => digits(toEcoTime(time).time),
      parse: (sent, current) => fromEcoTime(toEcoTime(current).date, pairs(sent, ':')),
    },
  ],
  tolerance: '2 s',
  whileStreaming: 'pause',
};
