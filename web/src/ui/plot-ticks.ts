const MINUTE = 60;
const DAY = 86_400;

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();

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
