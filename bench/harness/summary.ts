import type { Bench, Contestant, Quantity } from './bench.ts';
import { type BenchRecord, type Spread, spreadAt } from './record.ts';
import { judge } from './verdict.ts';
import { goalText, stepText, timesBetter, useText, what, withRange, withUnit } from './words.ts';

export const HEADER = ['what', 'Sonde', 'best peer', 'limit', '× peer', '× limit', 'goal', 'met?'] as const;

/** What the table says of a bench: its goals; where it has none, all its quantities at the last step. */
export function summaryOf(bench: Bench, record: BenchRecord): readonly (readonly string[])[] {
  const goals = Map.groupBy(judge(bench, record), ({ quantity, step }) => `${quantity} ${step}`);
  const lines = [...goals.values()].map((judged) => [
    ...compared(bench, record, judged[0]!),
    judged.map(({ goal, quantity }) => goalText(goal, bench.quantities[quantity]!)).join(', '),
    [...new Set(judged.map(({ verdict }) => verdict))].join(', '),
  ]);
  return lines.length > 0 ? lines : comparedLast(bench, record).map((cells) => [...cells, '–', '–']);
}

export const QUICK_HEADER = HEADER.slice(0, 4);

/** Without ratios and goals, which little work cannot say anything of. */
export const quickSummaryOf = (bench: Bench, record: BenchRecord): readonly (readonly string[])[] =>
  comparedLast(bench, record).map((cells) => cells.slice(0, QUICK_HEADER.length));

function comparedLast(bench: Bench, record: BenchRecord): readonly (readonly string[])[] {
  const step = Math.max(0, ...record.entries.map(({ step }) => step));
  return bench.quantities.map((_, quantity) => compared(bench, record, { quantity, step }));
}

interface Place {
  readonly quantity: number;
  readonly step: number;
}

interface Named {
  readonly name: string;
  readonly spread: Spread;
}

function compared(bench: Bench, record: BenchRecord, { quantity, step }: Place): readonly string[] {
  const measure = bench.quantities[quantity]!;
  const of = (kind: Contestant['kind']): readonly Named[] =>
    bench.contestants
      .filter((contestant) => contestant.kind === kind)
      .flatMap(({ name }) => {
        const spread = spreadAt(record, name, step, quantity);
        return spread === undefined ? [] : [{ name, spread }];
      });
  const sonde = spreadAt(record, bench.contestants[0]?.name ?? '', step, quantity);
  const peer = best(of('peer'), measure);
  const limit = best(of('limit'), { better: measure.better === 'more' ? 'less' : 'more' });
  const told = (other: Named | undefined): string =>
    other ? `${other.name} ${withUnit(other.spread.median, measure)}` : '–';
  const ratio = (other: Named | undefined): string =>
    sonde && other ? timesBetter(sonde.median, other.spread.median, measure) : '–';
  return [
    what(bench, measure, step),
    sonde ? withRange(sonde, measure) : '–',
    told(peer),
    told(limit),
    ratio(peer),
    ratio(limit),
  ];
}

/** Of several limits the nearest is the one that holds. */
const best = (all: readonly Named[], { better }: Pick<Quantity, 'better'>): Named | undefined =>
  all.toSorted((a, b) =>
    better === 'more' ? b.spread.median - a.spread.median : a.spread.median - b.spread.median,
  )[0];

/** All that was measured of a bench, a line for each contestant at each step. */
export function detailsOf(bench: Bench, record: BenchRecord): readonly (readonly string[])[] {
  const { contestants, quantities } = bench;
  const order = contestants.map(({ name }) => name);
  return record.entries
    .filter(({ contestant }) => order.includes(contestant))
    .toSorted((a, b) => a.step - b.step || order.indexOf(a.contestant) - order.indexOf(b.contestant))
    .map(({ contestant, step, values, processes }) => [
      ...(bench.steps ? [stepText(step, bench.steps)] : []),
      contestant,
      ...quantities.map((measure, i) => withRange(values[i]!, measure)),
      processes.map(useText).join('; '),
    ]);
}

export const detailsHeader = ({ steps, quantities }: Bench): readonly string[] => [
  ...(steps ? [steps.of] : []),
  'contestant',
  ...quantities.map(({ name }) => name || 'figure'),
  'processes: share of a core, peak memory',
];
