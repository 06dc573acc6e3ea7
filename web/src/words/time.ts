/** `21:33:05` of a moment, UTC. */
export const clockUtc = (ms: number): string => new Date(ms).toISOString().slice(11, 19);
export const dayUtc = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
/** `2026-11-22 21:33:05 UTC` */
export const momentUtc = (time: string | number): string => {
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? String(time) : `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
};

const two = (value: number): string => String(value).padStart(2, '0');
/** `22:33:05` where this machine stands. */
export const clockLocal = (ms: number): string => {
  const at = new Date(ms);
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':');
};

/** A moment as a line of a list shows it: the day only where it is not today. */
export const shortUtc = (time: string, now: number): string => {
  const ms = Date.parse(time);
  return dayUtc(ms) === dayUtc(now) ? clockUtc(ms) : `${dayUtc(ms).slice(5)} ${clockUtc(ms).slice(0, 5)}`;
};

const WRITTEN = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

/** A sentence in which moments are written as people read them. */
export const timesShort = (text: string, now: number): string =>
  text.replace(WRITTEN, (time) => `${shortUtc(time, now)} UTC`);
