import type { Flag } from '../model/sample.ts';

/** In the unit of the values per second: `threshold` of ioos_qc. */
export interface RateOfChange {
  readonly suspect: number;
}

/** QARTOD test 7: how fast a value came from the one before it. `at` in Unix seconds; two values of one time have no rate. */
export function rateOfChange({ suspect }: RateOfChange): (value: number, at: number) => Flag {
  let last = Number.NaN;
  let lastAt = Number.NaN;
  return (value, at) => {
    const change = Math.abs(value - last);
    const seconds = Math.abs(at - lastAt);
    last = value;
    lastAt = at;
    if (!Number.isFinite(value)) return 9;
    if (!Number.isFinite(change)) return 1;
    return seconds === 0 ? 2 : change / seconds > suspect ? 3 : 1;
  };
}
