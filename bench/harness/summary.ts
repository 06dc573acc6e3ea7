import type { Bench, Contestant, Goal, Quantity } from './bench.ts';
import { type BenchRecord, type Spread, spreadAt } from './record.ts';
import { judge, type Verdict } from './verdict.ts';
import { goalText, range, timesBetter, useText, what, withUnit } from './words.ts';

/** A line of the table: a quantity of a bench, at one step. */
interface Line {
  readonly quantity: number;
  readonly step: number;
  readonly goal?: Goal;
  readonly verdict?: Verdict;
}

export const HEADER = ['what', 'Sonde', 'best peer', 'limit', '× peer', '× limit', 'goal', 'met?'] as const;

/** What the table says of a bench: its goals; where none was measured, all its quantities at the last step. */
export function summaryOf(bench: Bench, record: BenchRecord, quick: boolean): readonly (readonly string[])[] {
  const measured = new Set(record.entries.map(({ step }) => step));
  const goals: Line[] = judge(bench, record).filter(({ step }) => !quick || measured.has(step));
  const last = Math.max(0, ...measured);
  const lines = goals.length > 0 ? goals : bench.quantities.map((_, quantity): Line => ({ quantity, step: last }));
  return lines.map((line) => row(bench, record, line, quick));
}

interface Named {
  readonly name: string;
  readonly spread: Spread;
}

function row(bench: Bench, record: BenchRecord, { quantity, step, goal, verdict }: Line, quick: boolean): string[] {
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
  const ratio = (other: Named | undefined): string =>
    sonde && other ? timesBetter(sonde.median, other.spread.median, measure) : '–';
  return [
    what(bench, measure, step),
    sonde ? `${withUnit(sonde.median, measure)} (${range(sonde)})` : '–',
    peer ? `${peer.name} ${withUnit(peer.spread.median, measure)}` : '–',
    limit ? `${limit.name} ${withUnit(limit.spread.median, measure)}` : '–',
    ratio(peer),
    ratio(limit),
    goal ? goalText(goal, measure) : '–',
    quick ? '–' : (verdict ?? '–'),
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
      ...(bench.steps ? [withUnit(step, { unit: bench.steps.of })] : []),
      contestant,
      ...quantities.map((measure, i) => `${withUnit(values[i]!.median, measure)} (${range(values[i]!)})`),
      processes.map(useText).join('; '),
    ]);
}

export const detailsHeader = ({ steps, quantities }: Bench): readonly string[] => [
  ...(steps ? [steps.of] : []),
  'contestant',
  ...quantities.map(({ name }) => name || 'figure'),
  'processes: share of a core, peak memory',
];
