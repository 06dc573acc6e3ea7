import type { InstrumentSummary, KeyValue } from '../../../src/model/api/instrument.ts';
import type { LiveData } from '../../../src/model/api/live.ts';

/** So many values make a trend. */
const LONGEST = 60;

/** A summary with what was told of it since. Trends are not told live: values that have come since are put behind them. */
export function mergeSummary(before: InstrumentSummary, told: LiveData<'summary'>): InstrumentSummary {
  const { gone = [], values, ...rest } = told;
  const merged = Object.assign({ ...before }, rest);
  for (const name of gone) Reflect.deleteProperty(merged, name);
  if (values !== undefined) merged.values = values.map((value) => withTrend(value, before.values));
  return merged;
}

function withTrend(value: KeyValue, all: readonly KeyValue[]): KeyValue {
  const before = all.find(({ stream, field }) => stream === value.stream && field === value.field);
  if (before?.trend === undefined || before.time === value.time) {
    return before?.trend === undefined ? value : { ...value, trend: before.trend };
  }
  const next = typeof value.value === 'number' ? value.value : null;
  return { ...value, trend: [...before.trend, next].slice(-LONGEST) };
}
