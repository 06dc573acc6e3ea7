const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** `'200 ms'`, `'2 min'`: how definitions and configs write a duration. */
export type Duration = `${number} ${'ms' | 's' | 'min' | 'h' | 'd'}`;

/** Milliseconds of `'1.5 s'`; anything else is a `SyntaxError` that says what would be right. */
export function milliseconds(duration: string): number {
  const [, count, unit] = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|min|h|d)\s*$/.exec(duration) ?? [];
  if (count === undefined || unit === undefined) {
    throw new SyntaxError(`'${duration}' is not a duration such as '200 ms', '20 s', '2 min', '1 h' or '1 d'`);
  }
  return Number(count) * UNITS[unit]!;
}

/** A duration for people: `3.2 s`, `5 min`, `2 h 10 min`. */
export function describeMilliseconds(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${Number((ms / 1000).toFixed(1))} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h${minutes % 60 ? ` ${minutes % 60} min` : ''}` : `${Math.floor(hours / 24)} d`;
}
