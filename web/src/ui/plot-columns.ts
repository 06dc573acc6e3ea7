/** A field's values over time, as a plot draws them. Times in s since 1970; a `null` is a gap. */
export interface PlotColumns {
  readonly time: readonly number[];
  readonly min: readonly (number | null)[];
  readonly max: readonly (number | null)[];
  readonly mean: readonly (number | null)[];
}

/** What the API answers for stretches of time, of one field. */
export interface BucketColumns {
  readonly width: number;
  readonly time: readonly string[];
  readonly min: readonly (number | null)[];
  readonly max: readonly (number | null)[];
  readonly mean: readonly (number | null)[];
}

export interface Point {
  readonly time: number;
  readonly value: number | null;
}

export const NO_COLUMNS: PlotColumns = { time: [], min: [], max: [], mean: [] };

const seconds = (iso: string): number => Date.parse(iso) / 1000;

/** Two values this far apart have a gap between them: several buckets, and several of the stream's usual intervals. */
export const gapAfter = (width: number, interval: number | undefined): number =>
  Math.max(1.5 * width, 3 * (interval ?? 0));

/** Buckets as columns, each at the middle of its time. */
export function columnsOf(buckets: BucketColumns, gap: number): PlotColumns {
  const rows = buckets.time.map((time, i) => ({
    time: seconds(time) + buckets.width / 2,
    min: buckets.min[i] ?? null,
    max: buckets.max[i] ?? null,
    mean: buckets.mean[i] ?? null,
  }));
  return fromRows(rows, gap);
}

/** The same, and after it the samples that came since. What lies before the columns' end is in them already. */
export function withTail(columns: PlotColumns, points: readonly Point[], gap: number): PlotColumns {
  const last = columns.time.at(-1) ?? Number.NEGATIVE_INFINITY;
  const newer = points
    .filter(({ time }) => time > last)
    .map(({ time, value }) => ({ time, min: value, max: value, mean: value }));
  if (newer.length === 0) return columns;
  if (columns.time.length === 0) return fromRows(newer, gap);
  const tail = fromRows([rowAt(columns, columns.time.length - 1), ...newer], gap);
  return {
    time: [...columns.time, ...tail.time.slice(1)],
    min: [...columns.min, ...tail.min.slice(1)],
    max: [...columns.max, ...tail.max.slice(1)],
    mean: [...columns.mean, ...tail.mean.slice(1)],
  };
}

/** Where values failed a test: those stretches whose sums are others without them, and what was there. */
export function failedPoints(all: BucketColumns, good: BucketColumns): Point[] {
  const at = new Map(good.time.map((time, i) => [time, i]));
  return all.time.flatMap((time, i) => {
    const j = at.get(time);
    const [max, mean, min] = [all.max[i] ?? null, all.mean[i] ?? null, all.min[i] ?? null];
    if (mean === null) return [];
    const [goodMax, goodMin] = j === undefined ? [null, null] : [good.max[j] ?? null, good.min[j] ?? null];
    const sameMean = j !== undefined && isSame(good.mean[j] ?? Number.NaN, mean);
    if (sameMean && goodMax === max && goodMin === min) return [];
    const value = goodMax !== max ? max : goodMin !== min ? min : mean;
    return [{ time: seconds(time) + all.width / 2, value }];
  });
}

/** Means of the same values, summed up in another order, differ in their last digits. */
const isSame = (one: number, other: number): boolean => Math.abs(one - other) <= 1e-9 * Math.abs(other);

interface Row {
  readonly time: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
}

const rowAt = ({ time, min, max, mean }: PlotColumns, i: number): Row => ({
  time: time[i] ?? 0,
  min: min[i] ?? null,
  max: max[i] ?? null,
  mean: mean[i] ?? null,
});

function fromRows(rows: readonly Row[], gap: number): PlotColumns {
  const spaced = rows.flatMap((row, i) => {
    const before = rows[i - 1];
    if (before === undefined || row.time - before.time <= gap) return [row];
    return [{ time: (before.time + row.time) / 2, min: null, max: null, mean: null }, row];
  });
  return {
    time: spaced.map(({ time }) => time),
    min: spaced.map(({ min }) => min),
    max: spaced.map(({ max }) => max),
    mean: spaced.map(({ mean }) => mean),
  };
}
