/** Nanoseconds since 1970-01-01T00:00:00Z. */
export type Nanos = bigint;

const MS = 1_000_000n;
export const SECOND: Nanos = 1_000_000_000n;
export const MINUTE: Nanos = 60n * SECOND;
export const HOUR: Nanos = 60n * MINUTE;
export const DAY: Nanos = 24n * HOUR;

/** The whole milliseconds stay exact: as nanoseconds they are too many for a floating point number. */
export const fromMillis = (ms: number): Nanos =>
  Number.isInteger(ms) ? BigInt(ms) * MS : BigInt(Math.trunc(ms)) * MS + BigInt(Math.round((ms % 1) * 1e6));
export const toMillis = (time: Nanos): number => Number(time) / 1e6;
/** For where no more than milliseconds are kept. */
export const toWholeMillis = (time: Nanos): number => Number(time / MS);
export const millisToIso = (ms: number): string => new Date(ms).toISOString();

/** `2026-11-22T21:33:00.123456Z`: UTC, as many digits as the time needs but at least milliseconds. */
export function toIso(time: Nanos): string {
  const rest = ((time % MS) + MS) % MS;
  const text = new Date(Number((time - rest) / MS)).toISOString();
  if (rest === 0n) return text;
  return `${text.slice(0, -1)}${rest.toString().padStart(6, '0').replace(/000$/, '')}Z`;
}

const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,9}))?(Z|[+-]\d\d:?\d\d)?)?$/;

/** Reads an ISO-8601 time or day, UTC unless it says otherwise; anything else is a `SyntaxError`. */
export function fromIso(text: string): Nanos {
  const [, day, clock = '00:00', fraction = '', zone = 'Z'] = ISO.exec(text.trim()) ?? [];
  const ms = Date.parse(`${day}T${clock.length === 5 ? `${clock}:00` : clock}${zone}`);
  if (day === undefined || Number.isNaN(ms)) {
    throw new SyntaxError(`'${text}' is not a time such as 2026-11-22T21:33:00Z or a day such as 2026-11-22`);
  }
  return BigInt(ms) * MS + BigInt(fraction.padEnd(9, '0') || '0');
}

/** The UTC day, `YYYY-MM-DD`. */
export const dayOf = (time: Nanos): string => new Date(Number(time / MS)).toISOString().slice(0, 10);

/** Seconds between the NTP epoch (1900) and the Unix epoch (1970). */
export const NTP_EPOCH_OFFSET = 2_208_988_800;

/** NTP seconds as a floating point number, as OOI particles carry them (resolution about 0.5 µs). */
export const toNtpSeconds = (time: Nanos): number => Number(time) / 1e9 + NTP_EPOCH_OFFSET;
export const fromNtpSeconds = (seconds: number): Nanos =>
  BigInt(Math.round((seconds - NTP_EPOCH_OFFSET) * 1e6)) * 1000n;

/** The year that two digits mean, 1970 to 2069: many an instrument that lost its power begins again in 1970. */
export const fullYear = (twoDigits: number): number => twoDigits + (twoDigits < 70 ? 2000 : 1900);
