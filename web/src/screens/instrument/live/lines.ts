import {
  type BucketColumns,
  columnsOf,
  failedPoints,
  gapAfter,
  NO_COLUMNS,
  type Point,
  withTail,
} from '../../../ui/plot-columns.ts';
import type { PlotSeries } from '../../../ui/plot-series.ts';
import { usualStep } from '../../../ui/usual-step.ts';
import type { PlotField } from './fields.ts';
import type { LiveSample } from './tail.ts';
import type { FieldHistory } from './use-history.ts';

const FAILED = 4;
const scaled = (value: number | null, scale: number): number | null => (value === null ? null : value * scale);
const inUnit = ({ mean, min, max, ...own }: BucketColumns, scale: number): BucketColumns => {
  const all = (values: readonly (number | null)[]) => values.map((value) => scaled(value, scale));
  return scale === 1 ? { ...own, mean, min, max } : { ...own, mean: all(mean), min: all(min), max: all(max) };
};
const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** A field's line: what is stored of it, and behind that what came live. Failed values are marks, no part of the line. */
export function lineOf(
  { key, title, field, scale }: PlotField,
  history: FieldHistory | undefined,
  tail: readonly LiveSample[],
  interval: number | undefined,
): PlotSeries {
  const stored =
    history === undefined ? NO_COLUMNS : columnsOf(inUnit(history.good, scale), gapIn(history.good, interval));
  const end = stored.time.at(-1) ?? Number.NEGATIVE_INFINITY;
  const points = tail.map(({ at, values, flags }) => ({
    time: at,
    value: scaled(numberOf(values[field]), scale),
    failed: flags?.[`${field}_qc`] === FAILED,
  }));
  const failedNow: Point[] = points.filter(({ failed, time, value }) => failed && time > end && value !== null);
  return {
    key,
    label: title,
    columns: withTail(
      stored,
      points.filter(({ failed }) => !failed),
      gapAfter(history?.good.width ?? 0, interval ?? usualStep(tail.map(({ at }) => at))),
    ),
    failed: [
      ...(history === undefined ? [] : failedPoints(inUnit(history.all, scale), inUnit(history.good, scale))),
      ...failedNow,
    ],
  };
}

/** What is a gap in what is stored: at another time the instrument may have sampled more seldom than it does now. */
function gapIn({ width, time }: BucketColumns, interval: number | undefined): number {
  const usual = usualStep(time.map((iso) => Date.parse(iso) / 1000));
  if (usual === undefined) return gapAfter(width, interval);
  return gapAfter(width, usual > 1.5 * width ? usual : Math.min(usual, interval ?? usual));
}
