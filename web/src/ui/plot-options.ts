import type uPlot from 'uplot';
import {
  failedColour,
  faint,
  gridColour,
  inkColour,
  lineColour,
  lineDash,
  PER_SERIES,
  type PlotSeries,
} from './plot-series.ts';
import { tickLabels, valueLabels } from './plot-ticks.ts';
import type { PlotWindow } from './plot-window.ts';

const UTC = (seconds: number): Date => {
  const date = new Date(seconds * 1000);
  return new Date(date.getTime() + date.getTimezoneOffset() * 60_000);
};

/** Width of the axis of values: the same in all plots, so that they are in line; room for `-12345.678`. */
const VALUE_AXIS = 80;

/** The last label of the axis of time is centred on the frame: half a date stands beside it. */
const LABEL_ROOM = 36;

export interface PlotLinks {
  /** What is drawn now: looked at anew for each picture. */
  readonly series: () => readonly PlotSeries[];
  readonly onWindow: (window: PlotWindow) => void;
  readonly onCursor: (index: number | null) => void;
  /** Plots of one name show the same moment under the pointer. */
  readonly sync?: string | undefined;
}

/** How uPlot draws lines with their bands: over UTC, zoomed by dragging, coloured by the palette of now. */
export function plotOptions(
  keys: readonly string[],
  size: { readonly width: number; readonly height: number },
  links: PlotLinks,
): uPlot.Options {
  const axis = {
    stroke: inkColour,
    grid: { stroke: gridColour, width: 1 },
    ticks: { stroke: gridColour, width: 1, size: 4 },
    font: '12px system-ui, sans-serif',
  };
  return {
    ...size,
    padding: [null, LABEL_ROOM, null, null],
    tzDate: UTC,
    legend: { show: false },
    scales: { x: { time: true, auto: false }, y: { range: comfortable } },
    axes: [
      { ...axis, values: (_, ticks, __, ___, step) => tickLabels(ticks, step), size: 44, space: 96 },
      { ...axis, values: (_, ticks, __, ___, step) => valueLabels(ticks, step), size: VALUE_AXIS },
    ],
    series: [{}, ...keys.flatMap((_, i) => linesOf(i))],
    bands: keys.map((_, i) => ({
      series: [PER_SERIES * i + 3, PER_SERIES * i + 2],
      fill: () => faint(lineColour(i), 0.22),
    })),
    cursor: {
      drag: { x: true, y: false, setScale: false },
      points: { size: 7 },
      ...(links.sync !== undefined && { sync: { key: links.sync } }),
    },
    hooks: {
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width < 4) return;
          links.onWindow({ from: plot.posToVal(left, 'x'), to: plot.posToVal(left + width, 'x') });
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
      setCursor: [(plot) => links.onCursor(plot.cursor.idx ?? null)],
      draw: [(plot) => drawFailed(plot, links.series())],
    },
  };
}

const edge = { width: 0, points: { show: false } } as const;
const linesOf = (index: number): uPlot.Series[] => [
  { stroke: () => lineColour(index), width: 1.5, dash: lineDash(index) },
  edge,
  edge,
];

/** A line never lies on the frame, and one that does not change has room above and below. */
const comfortable: uPlot.Range.Function = (_, min, max) => {
  if (min === null || max === null) return [0, 1];
  const room = max === min ? Math.max(Math.abs(max) * 0.01, 1e-3) : (max - min) * 0.08;
  return [min - room, max + room];
};

/** A cross for each value that failed; at the frame where it lies outside. */
function drawFailed(plot: uPlot, series: readonly PlotSeries[]): void {
  const { ctx, bbox } = plot;
  const arm = 4 * devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = failedColour();
  ctx.lineWidth = 2 * devicePixelRatio;
  ctx.beginPath();
  for (const { time, value } of series.flatMap(({ failed }) => failed)) {
    const x = plot.valToPos(time, 'x', true);
    if (value === null || x < bbox.left || x > bbox.left + bbox.width) continue;
    const y = Math.min(bbox.top + bbox.height - arm, Math.max(bbox.top + arm, plot.valToPos(value, 'y', true)));
    ctx.moveTo(x - arm, y - arm);
    ctx.lineTo(x + arm, y + arm);
    ctx.moveTo(x + arm, y - arm);
    ctx.lineTo(x - arm, y + arm);
  }
  ctx.stroke();
  ctx.restore();
}
