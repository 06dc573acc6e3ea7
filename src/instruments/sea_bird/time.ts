import { type FieldInfo, type TextField, textField } from '../../definition/field.ts';
import type { ClockSetting } from '../../definition/instrument.ts';
import { fromIso, fromMillis, fromNtpSeconds, type Nanos, toIso, toMillis, toNtpSeconds } from '../../kit/time.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MONTH_NUMBERS = new Map(MONTHS.map((name, index) => [name.toLowerCase(), index]));
const DATE = /^(?:(\d{1,2}) +([A-Za-z]{3})[a-z]* +(\d{4})|(\d{1,2})-(\d{1,2})-(\d{4})),? *$/;
const CLOCK = '19:11:43';
const DAY = 86_400_000;

/** The day of the last time that was read: nearly always that of the next one too, and most of the work. */
let lastDay = { text: '', ms: Number.NaN };

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** How Sea-Bird's instruments show a time, in UTC: `05 Feb 2013  19:11:43`, with a comma before the hour, or `02-05-2013`. */
export function fromSeaBirdTime(text: string): Nanos {
  const clock = text.slice(-CLOCK.length);
  const day = text.slice(0, -CLOCK.length);
  if (day !== lastDay.text) lastDay = { text: day, ms: startOf(day) };
  const ms =
    lastDay.ms + 3_600_000 * digits(clock, 0, 23) + 60_000 * digits(clock, 3, 59) + 1000 * digits(clock, 6, 59);
  if (Number.isNaN(ms) || clock[2] !== ':' || clock[5] !== ':')
    throw new SyntaxError(`'${text}' is not a time such as 05 Feb 2013  ${CLOCK}`);
  return fromMillis(ms);
}

/** The start of the day that stands before a clock, in ms; `NaN` where it is none. */
function startOf(text: string): number {
  const [, dayNamed, name = '', yearNamed, month, day = dayNamed, year = yearNamed] = DATE.exec(text) ?? [];
  const index = month === undefined ? MONTH_NUMBERS.get(name.toLowerCase()) : Number(month) - 1;
  const ms = Date.UTC(Number(year), index ?? Number.NaN, Number(day));
  return new Date(ms).getUTCDate() === Number(day) ? ms : Number.NaN;
}

/** Two digits; `NaN` where they are none, or more than may be. */
function digits(text: string, at: number, most: number): number {
  const tens = text.charCodeAt(at) - 0x30;
  const ones = text.charCodeAt(at + 1) - 0x30;
  const value = tens * 10 + ones;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 && value <= most ? value : Number.NaN;
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

/** Both at once, as the XML command set takes them (SBE 16plus V2 manual: `DateTime=mmddyyyyhhmmss`). */
export const MONTH_DAY_YEAR_CLOCK: ClockSetting = {
  prefix: 'DateTime=',
  width: 14,
  format: (time) => {
    const [year = '', month = '', day = '', clock = ''] = toIso(time).slice(0, 19).split(/[-T]/);
    return month + day + year + clock.replaceAll(':', '');
  },
  parse(sent) {
    const [, month, day, year, hour, minute, second] = /^(\d\d)(\d\d)(\d{4})(\d\d)(\d\d)(\d\d)$/.exec(sent) ?? [];
    if (month === undefined) throw new SyntaxError(`'${sent}' is not fourteen digits`);
    return fromIso(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  },
};

function pairs(sent: string): [number, number, number] {
  if (!/^\d{6}$/.test(sent)) throw new SyntaxError(`'${sent}' is not six digits`);
  return [Number(sent.slice(0, 2)), Number(sent.slice(2, 4)), Number(sent.slice(4, 6))];
}
