/** The page's one time range: a stretch up to now that moves with it, or one between two moments. */
export type Range = { readonly last: string } | { readonly from: string; readonly to: string };

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
export const DEFAULT_RANGE: Range = { last: '1h' };

/** What is offered to choose from, shortest first. */
export const RANGES: readonly { readonly last: string; readonly title: string }[] = [
  { last: '5m', title: '5 minutes' },
  { last: '1h', title: '1 hour' },
  { last: '6h', title: '6 hours' },
  { last: '1d', title: '1 day' },
  { last: '7d', title: '1 week' },
  { last: '30d', title: '1 month' },
  { last: '365d', title: '1 year' },
];

/** How long `6h` is, in ms; undefined for what is none such. */
export function durationOf(last: string): number | undefined {
  const [, count, unit] = /^(\d{1,6})([mhd])$/.exec(last) ?? [];
  return unit === 'm' || unit === 'h' || unit === 'd' ? Number(count) * UNITS[unit] : undefined;
}

/** Reads `?last=6h` or `?from=…&to=…`; the default where neither stands there, or what stands there is none. */
export function readRange(search: URLSearchParams): Range {
  const last = search.get('last');
  if (last !== null && durationOf(last) !== undefined) return { last };
  const [from, to] = [search.get('from') ?? '', search.get('to') ?? ''];
  return Date.parse(from) < Date.parse(to) ? { from, to } : DEFAULT_RANGE;
}

/** Puts a range in the place of the one that stood there; all else stays. */
export function writeRange(search: URLSearchParams, range: Range): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const name of ['last', 'from', 'to']) next.delete(name);
  for (const [name, value] of Object.entries(range)) next.set(name, value);
  return next;
}

export const isLive = (range: Range): range is { readonly last: string } => 'last' in range;

/** From when to when it is now, in ms since 1970. */
export const boundsOf = (range: Range, now: number): readonly [from: number, to: number] =>
  isLive(range) ? [now - (durationOf(range.last) ?? UNITS.h), now] : [Date.parse(range.from), Date.parse(range.to)];

export const rangeBetween = (from: number, to: number): Range => ({
  from: new Date(Math.round(from)).toISOString(),
  to: new Date(Math.round(to)).toISOString(),
});

/** The same length, so many of its lengths later; the future is not gone into. */
export function pan(range: Range, lengths: number, now: number): Range {
  const [from, to] = boundsOf(range, now);
  const by = Math.min((to - from) * lengths, now - to);
  return rangeBetween(from + by, to + by);
}

/** So many times as long around its middle, up to now at the most. */
export function zoom(range: Range, factor: number, now: number): Range {
  const [from, to] = boundsOf(range, now);
  const half = ((to - from) * factor) / 2;
  const middle = (from + to) / 2;
  return rangeBetween(middle - half, Math.min(middle + half, now));
}
