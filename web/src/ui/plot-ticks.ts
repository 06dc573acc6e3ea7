const MINUTE = 60;
const DAY = 86_400;

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** What stands at the ticks of an axis of values: as many digits as tell them apart. */
export function valueLabels(ticks: readonly number[], step: number): string[] {
  const digits = step > 0 && step < 1 ? Math.min(12, Math.ceil(-Math.log10(step) - 1e-9)) : 0;
  const largest = Math.max(0, ...ticks.map(Math.abs));
  if (largest >= 1e7 || digits > 6) return ticks.map((tick) => tick.toExponential(3));
  return ticks.map((tick) => String(Number(tick.toFixed(digits + 1))));
}

/** What stands at the ticks of a time axis, in UTC: the time, and below it the day where that is another. */
export function tickLabels(ticks: readonly number[], step: number): string[] {
  let day = '';
  return ticks.map((tick) => {
    const text = iso(tick);
    const own = text.slice(0, 10);
    if (step >= DAY) return own;
    const time = step >= MINUTE ? text.slice(11, 16) : step >= 1 ? text.slice(11, 19) : text.slice(11, 23);
    const label = own === day ? time : `${time}\n${own}`;
    day = own;
    return label;
  });
}
