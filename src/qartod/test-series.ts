import type { Flag } from '../model/sample.ts';
import { type FlatLine, flatLine } from './flat-line.ts';
import { samplingInterval } from './interval.ts';
import { rateOfChange } from './rate-of-change.ts';
import { type Spike, spike } from './spike.ts';

/** The flags of a whole series, as they are when the last value has come. */
export function spikes(values: readonly number[], options: Spike): Flag[] {
  const series = spike(options);
  const flags: Flag[] = [];
  for (const value of values) {
    const settled = series.push(value);
    if (settled !== undefined) flags[flags.length - 1] = settled;
    flags.push(series.flag);
  }
  return flags;
}

export function flatLines(values: readonly number[], times: readonly number[], options: FlatLine): Flag[] {
  const [test, interval] = [flatLine(options), samplingInterval()];
  return values.map((value, i) => test(value, times[i]!, interval(times[i]!)));
}

export function ratesOfChange(values: readonly number[], times: readonly number[], suspect: number): Flag[] {
  const test = rateOfChange({ suspect });
  return values.map((value, i) => test(value, times[i]!));
}

/** `first`, `first + step`, … */
export const every = (step: number, count: number, first = 0): number[] =>
  Array.from({ length: count }, (_, i) => first + i * step);
