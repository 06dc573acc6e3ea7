import { Cron } from 'croner';

/** Throws where this is no pattern of cron, or one that never falls due: the 30th of February. */
export function checkCron(pattern: string): void {
  // A day that is in some years only comes within any ten of them; from which one they are looked for makes no difference.
  const next = new Cron(pattern, { timezone: 'UTC' }).nextRun(new Date('2000-01-01T00:00:00Z'));
  if (next === null) throw new RangeError(`'${pattern}' never falls due`);
}
