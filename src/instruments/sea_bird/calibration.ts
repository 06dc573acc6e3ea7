import { fullYear } from '../../kit/time.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** `09-Oct-11` → `2011-10-09`; nothing for anything else. */
function isoDay(text: unknown): string | undefined {
  const [, day, month = '', year] = /^(\d{1,2})-([A-Za-z]{3})-(\d\d|\d{4})$/.exec(String(text).trim()) ?? [];
  const index = MONTHS.indexOf(month.toLowerCase());
  if (day === undefined || year === undefined || index < 0) return undefined;
  return `${year.length === 2 ? fullYear(Number(year)) : year}-${String(index + 1).padStart(2, '0')}-${day.padStart(2, '0')}`;
}

const DATES = ['calibration_date_temperature', 'calibration_date_conductivity', 'calibration_date_pressure'];

/** The reply to GetCC; the newest of its three dates is that of the set. */
export const calibration = {
  stream: 'calibration',
  date: (values: Readonly<Record<string, unknown>>): string | undefined =>
    DATES.flatMap((name) => isoDay(values[name]) ?? [])
      .sort()
      .at(-1),
} as const;
