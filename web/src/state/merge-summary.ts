import type { InstrumentSummary, KeyValue } from '../../../src/model/api/instrument.ts';
import type { LiveData } from '../../../src/model/api/live.ts';

/** A trend has so many points, so far apart in ms at least: as the server makes it. */
const POINTS = 60;
const APART = 4500;

/** A value whose trend this page goes on with. */
interface Followed extends KeyValue {
  /** When the last point of the trend was. */
  readonly trended?: string;
}

/** A summary with what was told of it since. Trends are not told live: values that have come since are put behind them. */
export function mergeSummary(before: InstrumentSummary, told: LiveData<'summary'>): InstrumentSummary {
  const { gone = [], values, ...rest } = told;
  const merged = Object.assign({ ...before }, rest);
  for (const name of gone) Reflect.deleteProperty(merged, name);
  if (values !== undefined) merged.values = values.map((value) => withTrend(value, before.values));
  return merged;
}

function withTrend(value: KeyValue, all: readonly Followed[]): Followed {
  const before = all.find(({ stream, field }) => stream === value.stream && field === value.field);
  if (before?.trend === undefined) return value;
  const { trend, trended = before.time } = before;
  if (Date.parse(value.time) - Date.parse(trended) < APART) return { ...value, trend, trended };
  const next = typeof value.value === 'number' ? value.value : null;
  return { ...value, trend: [...trend, next].slice(-POINTS), trended: value.time };
}
