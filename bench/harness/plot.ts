import type { EChartsOption, SeriesOption } from 'echarts';
import type { Bench, Contestant, Quantity } from './bench.ts';
import { type BenchRecord, spreadAt } from './record.ts';
import { figure } from './words.ts';

/** In pixels; there is one box for each quantity, below each other. */
const WIDTH = 760;
const TOP = 48;
const BOX = { height: 210, every: 300, left: 76, right: 28, title: 34 };

/** Readable on white and on black: there is no background, so that the page's own shows. */
const INK = '#7d8590';
const COLOURS = ['#3b82f6', '#d97706', '#16a34a', '#a855f7', '#ef4444', '#0891b2', '#db2777', '#65a30d'];
const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond'];
const LINES = {
  sonde: { width: 3, type: 'solid' },
  peer: { width: 1.5, type: 'solid' },
  limit: { width: 1.5, type: 'dashed' },
} as const satisfies Record<Contestant['kind'], object>;
const GOAL = 'goal';

/** An SVG of the quantities of a bench over its steps. Both axes are logarithmic: what grows evenly is a straight line. */
export async function plot(bench: Bench, record: BenchRecord): Promise<string> {
  const { init, format } = await import('echarts');
  const height = TOP + bench.quantities.length * BOX.every;
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  try {
    chart.setOption(optionOf(bench, record));
    const title = `<title>${format.encodeHTML(plotTitle(bench))}</title>`;
    return still(chart.renderToSVGString()).replace(/^<svg [^>]*>/, (svg) => `${svg}\n${title}`);
  } finally {
    chart.dispose();
  }
}

/** What a plot shows, for those who do not see it. */
export const plotTitle = ({ title, steps, quantities }: Bench): string =>
  `${title}: ${quantities.map(({ name, unit }) => name || unit).join(', ')} against ${steps?.of}`;

/** Without what happens under a pointer, which a picture does not have, and with names that do not count the drawings of the process. */
const still = (svg: string): string =>
  `${svg
    .replace(/<style[^>]*>[\s\S]*<\/style>\n?/, '')
    .replaceAll(/ (class|pointer-events)="[^"]*"/g, '')
    .replaceAll(/\bzr\d+-/g, '')}\n`;

const topOf = (box: number): number => TOP + box * BOX.every + BOX.title;

function optionOf({ quantities, contestants, steps }: Bench, record: BenchRecord): EChartsOption {
  const at = steps?.values ?? [];
  const series = quantities.flatMap((quantity, box) => [
    ...contestants.map((contestant, i) => line(contestant, i, box, pointsOf(record, contestant, at, box))),
    goalMarks(quantity, box),
  ]);
  const split = { show: true, lineStyle: { color: INK, opacity: 0.25 } };
  const axis = { type: 'log', axisLine: { show: true, lineStyle: { color: INK } }, splitLine: split } as const;
  const label = { color: INK, fontSize: 12, formatter: (value: string | number) => figure(Number(value)) };
  return {
    animation: false,
    textStyle: { color: INK, fontFamily: 'system-ui, sans-serif' },
    color: COLOURS,
    legend: { top: 8, textStyle: { color: INK, fontSize: 12 }, itemWidth: 28 },
    title: quantities.map(({ name, unit }, box) => ({
      text: [name, unit].filter(Boolean).join(', '),
      left: BOX.left,
      top: topOf(box) - 28,
      textStyle: { color: INK, fontSize: 13, fontWeight: 'bold' },
    })),
    grid: quantities.map((_, box) => ({ left: BOX.left, right: BOX.right, top: topOf(box), height: BOX.height })),
    xAxis: quantities.map((_, box) => ({
      ...axis,
      gridIndex: box,
      min: Math.min(...at),
      max: Math.max(...at),
      name: steps?.of ?? '',
      nameLocation: 'middle',
      nameGap: 26,
      nameTextStyle: { color: INK, fontSize: 12 },
      axisLabel: { ...label, customValues: [...at] },
      axisTick: { customValues: [...at] },
      splitLine: { ...split, show: false },
    })),
    yAxis: quantities.map((_, box) => ({ ...axis, gridIndex: box, axisLabel: label })),
    series,
  };
}

type Point = readonly [step: number, value: number];

/** What is nought or less has no place on a logarithmic axis. */
const pointsOf = (record: BenchRecord, { name }: Contestant, steps: readonly number[], quantity: number): Point[] =>
  steps.flatMap((step): Point[] => {
    const value = spreadAt(record, name, step, quantity)?.median ?? 0;
    return value > 0 ? [[step, value]] : [];
  });

const line = ({ name, kind }: Contestant, i: number, box: number, points: readonly Point[]): SeriesOption => ({
  type: 'line',
  name,
  xAxisIndex: box,
  yAxisIndex: box,
  data: points.map(([step, value]) => [step, value]),
  lineStyle: LINES[kind],
  symbol: SYMBOLS[i % SYMBOLS.length]!,
  symbolSize: 8,
  z: kind === 'sonde' ? 3 : 2,
});

const goalMarks = ({ goals = [] }: Quantity, box: number): SeriesOption => ({
  type: 'scatter',
  name: GOAL,
  xAxisIndex: box,
  yAxisIndex: box,
  data: goals.flatMap((goal) => ('value' in goal && goal.step !== undefined ? [[goal.step, goal.value]] : [])),
  symbol: 'circle',
  symbolSize: 16,
  itemStyle: { color: 'transparent', borderColor: INK, borderWidth: 1.5 },
  z: 1,
});
