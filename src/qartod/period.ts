const DAY = 86_400_000;

const dayOfYear = (date: Date): number =>
  (Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()) - Date.UTC(date.getUTCFullYear(), 0, 1)) /
    DAY +
  1;

/** Monday is 0. */
const dayOfWeek = (date: Date): number => (date.getUTCDay() + 6) % 7;

/** ISO-8601: the week that has the year's first Thursday is week 1. */
function isoWeek(date: Date): number {
  const thursday = new Date(date.getTime() + (3 - dayOfWeek(date)) * DAY);
  return Math.ceil(dayOfYear(thursday) / 7);
}

/** What a date can be counted by, as pandas names and counts it (`pandas.Timestamp`), UTC. */
export const PERIODS = {
  year: (date: Date) => date.getUTCFullYear(),
  quarter: (date: Date) => Math.floor(date.getUTCMonth() / 3) + 1,
  month: (date: Date) => date.getUTCMonth() + 1,
  week: isoWeek,
  weekofyear: isoWeek,
  dayofyear: dayOfYear,
  dayofweek: dayOfWeek,
  day: (date: Date) => date.getUTCDate(),
  hour: (date: Date) => date.getUTCHours(),
} as const;

export type Period = keyof typeof PERIODS;
