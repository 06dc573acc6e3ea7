import uPlot from 'uplot';
import type { PlotColumns, Point } from './plot-columns.ts';

/** One line of a plot. */
export interface PlotSeries {
  readonly key: string;
  readonly label: string;
  readonly columns: PlotColumns;
  /** Values that failed a test; they are marked, and do not stretch the axis. */
  readonly failed: readonly Point[];
}

/** How many columns of uPlot's data a line takes: mean, min, max. */
export const PER_SERIES = 3;
const RETAIN_NULLS = 1;

/** All lines over one time axis. Where a line has no value of its own at another's time it goes on; where it has a `null` it is broken. */
export function alignedData(series: readonly PlotSeries[]): uPlot.AlignedData {
  const tables = series.map(
    ({ columns: { time, mean, min, max } }): uPlot.AlignedData => [[...time], [...mean], [...min], [...max]],
  );
  if (tables.length === 0) return [[]];
  return uPlot.join(
    tables,
    tables.map((table) => table.map(() => RETAIN_NULLS)),
  );
}

const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** The colour of a plot's line as the palette of now has it; a plot has four. */
export const lineColour = (index: number): string => token(`--plot-${(index % 4) + 1}`);
/** Lines of the same colour are told apart by their dashes. */
export const lineDash = (index: number): number[] => (index < 4 ? [] : [6, 4]);
export const inkColour = (): string => token('--ink-soft');
export const gridColour = (): string => token('--line');
export const failedColour = (): string => token('--alarm');

/** `#rrggbb` with so much of it to be seen, from 0 to 1. */
export const faint = (colour: string, share: number): string =>
  `${colour}${Math.round(share * 255)
    .toString(16)
    .padStart(2, '0')}`;
