import type { Bench, Goal } from './bench.ts';
import { type BenchRecord, spreadAt } from './record.ts';

/** Whether Sonde, which is the first contestant, reached a goal; `as a ratio` where this machine is slower than the one that it was set on. */
export type Verdict = 'met' | 'met as a ratio' | 'missed' | 'not measured';

/** The goals of all quantities of a bench, with their verdicts. */
export interface Judged {
  /** Of the quantities. */
  readonly quantity: number;
  readonly goal: Goal;
  readonly step: number;
  readonly verdict: Verdict;
}

export const judge = (bench: Bench, record: BenchRecord): readonly Judged[] =>
  bench.quantities.flatMap(({ goals = [] }, quantity) =>
    goals.map((goal) => ({ quantity, goal, step: goal.step ?? 0, verdict: verdictOn(bench, record, quantity, goal) })),
  );

function verdictOn({ contestants, quantities }: Bench, record: BenchRecord, quantity: number, goal: Goal): Verdict {
  const at = (name: string): number | undefined => spreadAt(record, name, goal.step ?? 0, quantity)?.median;
  const reached = at(contestants[0]?.name ?? '');
  if (reached === undefined) return 'not measured';
  const reaches = (wanted: number): boolean =>
    quantities[quantity]?.better === 'less' ? reached <= wanted : reached >= wanted;
  if ('ratio' in goal) {
    const other = at(goal.to);
    if (other === undefined) return 'not measured';
    return reaches(goal.ratio * other) ? 'met' : 'missed';
  }
  if (reaches(goal.value)) return 'met';
  const beside = goal.beside && at(goal.beside.contestant);
  return goal.beside && beside !== undefined && reaches((goal.value / goal.beside.reached) * beside)
    ? 'met as a ratio'
    : 'missed';
}

/** Of a full run: the benches that miss a goal, or have none to judge it by, and do not say what limits them. */
export const unexplained = (judged: readonly Judged[], { limit }: Bench): boolean =>
  limit === undefined && judged.some(({ verdict }) => verdict === 'missed');
