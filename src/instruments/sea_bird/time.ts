import { type FieldInfo, type TextField, textField } from '../../definition/field.ts';
import type { ClockSetting } from '../../definition/instrument.ts';
import { fromMillis, fromNtpSeconds, type Nanos, toMillis, toNtpSeconds } from '../../kit/time.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MONTH_NUMBERS = new Map(MONTHS.map((name, index) => [name.toLowerCase(), index]));
const SHOWN = /^(?:(\d{1,2}) +([A-Za-z]{3})[a-z]* +(\d{4})|(\d{1,2})-(\d{1,2})-(\d{4})),? *(\d{1,2}):(\d\d):(\d\d)$/;
const DAY = 86_400_000;

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** How Sea-Bird's instruments show a time, in UTC: `05 Feb 2013  19:11:43`, with a comma before the hour, or `02-05-2013`. */
export function fromSeaBirdTime(text: string): Nanos {
  const [, dayNamed, name = '', yearNamed, month, day = dayNamed, year = yearNamed, hour, minute, second] =
    SHOWN.exec(text) ?? [];
  const index = month === undefined ? MONTH_NUMBERS.get(name.toLowerCase()) : Number(month) - 1;
  const ms = Date.UTC(Number(year), index ?? Number.NaN, Number(day), Number(hour), Number(minute), Number(second));
  if (Number.isNaN(ms)) throw new SyntaxError(`'${text}' is not a time such as 05 Feb 2013  19:11:43`);
  return fromMillis(ms);
}

/** `05 Feb 2013  19:11:43`; `between` stands between day and hour. */
export function toSeaBirdTime(time: Nanos, between = '  '): string {
  const date = new Date(toMillis(time));
  const clock = date.toISOString().slice(11, 19);
  return `${twoDigits(date.getUTCDate())} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}${between}${clock}`;
}

/** A time as the instrument shows it, as NTP seconds: how OOI's particles carry it. */
export const ntpSeconds = (info: FieldInfo = {}): TextField<number> =>
  textField({
    unit: 'seconds since 1900-01-01',
    ...info,
    type: 'number',
    read: (text) => toNtpSeconds(fromSeaBirdTime(text)),
    write: (value) => toSeaBirdTime(fromNtpSeconds(Number(value))),
  });

/** The date and then the time of day, as firmware 2 takes them (SBE 37-SMP manual: `MMDDYY=`, `HHMMSS=`). */
export const DATE_THEN_TIME: readonly ClockSetting[] = [
  {
    prefix: 'MMDDYY=',
    width: 6,
    format: (time) => {
      const [year = '', month = '', day = ''] = new Date(toMillis(time)).toISOString().slice(2, 10).split('-');
      return month + day + year;
    },
    parse(sent, current) {
      const [month, day, year] = pairs(sent);
      const now = toMillis(current);
      return fromMillis(Date.UTC(2000 + year, month - 1, day) + (((now % DAY) + DAY) % DAY));
    },
  },
  {
    prefix: 'HHMMSS=',
    width: 6,
    format: (time) => new Date(toMillis(time)).toISOString().slice(11, 19).replaceAll(':', ''),
    parse(sent, current) {
      const [hour, minute, second] = pairs(sent);
      return fromMillis(Math.floor(toMillis(current) / DAY) * DAY + ((hour * 60 + minute) * 60 + second) * 1000);
    },
  },
];

function pairs(sent: string): [number, number, number] {
  if (!/^\d{6}$/.test(sent)) throw new SyntaxError(`'${sent}' is not six digits`);
  return [Number(sent.slice(0, 2)), Number(sent.slice(2, 4)), Number(sent.slice(4, 6))];
}
