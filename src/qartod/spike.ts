import type { Flag } from '../model/sample.ts';

export const SPIKE_METHODS = ['average', 'differential'] as const;

/** Thresholds in the unit of the values: `suspect_threshold`, `fail_threshold` and `method` of ioos_qc. */
export interface Spike {
  readonly suspect?: number | undefined;
  readonly fail?: number | undefined;
  readonly method?: (typeof SPIKE_METHODS)[number] | undefined;
}

type Height = (before: number, value: number, after: number) => number;

const HEIGHTS: Readonly<Record<(typeof SPIKE_METHODS)[number], Height>> = {
  average: (before, value, after) => Math.abs(value - (before + after) / 2),
  differential: (before, value, after) => {
    const [up, down] = [value - before, after - value];
    return up * down >= 0 ? 0 : Math.min(Math.abs(up), Math.abs(down));
  },
};

/** A value can be judged only when the next one has come. */
export interface SpikeSeries {
  /** Takes the next value; returns the flag of the one before it where that was open. */
  push(value: number): Flag | undefined;
  /** Of the last value: 9 where it is missing, or else 2: it stays that of the first one, and as long as it is open. */
  readonly flag: Flag;
  /** The next value decides about the last one. */
  readonly open: boolean;
}

/** QARTOD test 6: how far a value stands out from those before and after it; 9 where one of the three is missing, as what is not finite is. */
export function spike({
  suspect = Number.POSITIVE_INFINITY,
  fail = Number.POSITIVE_INFINITY,
  method = 'average',
}: Spike): SpikeSeries {
  const heightOf = HEIGHTS[method];
  let seen = 0;
  let before = Number.NaN;
  let last = Number.NaN;
  const isOpen = (): boolean => seen > 1 && !Number.isNaN(last);
  const judge = (height: number): Flag => (Number.isNaN(height) ? 9 : height > fail ? 4 : height > suspect ? 3 : 1);
  return {
    push(next) {
      const value = Number.isFinite(next) ? next : Number.NaN;
      const settled = isOpen() ? judge(heightOf(before, last, value)) : undefined;
      seen++;
      before = last;
      last = value;
      return settled;
    },
    get flag() {
      return Number.isNaN(last) ? 9 : 2;
    },
    get open() {
      return isOpen();
    },
  };
}
