import type { Bench, Contestant, Measured } from './bench.ts';

/** What one contestant did at one step, in each of its turns. */
export interface Series {
  readonly contestant: Contestant;
  readonly step: number;
  readonly turns: readonly Measured[];
}

export interface Result {
  readonly bench: Bench;
  readonly series: readonly Series[];
}

const ROUNDS = 5;

/** Each contestant in turn, A B A B …, at each step; `onTurn` is told what comes next. */
export async function runBench(
  bench: Bench,
  quick: boolean,
  onTurn: (told: string) => void = () => {},
): Promise<Result> {
  const rounds = quick ? 1 : (bench.rounds ?? ROUNDS);
  const steps = (quick ? bench.steps?.quick : bench.steps?.values) ?? [0];
  const series: Series[] = [];
  for (const step of steps) {
    const able = bench.contestants.filter(({ steps }) => steps?.includes(step) ?? true);
    const turns = able.map(() => [] as Measured[]);
    for (let round = 0; round < rounds; round++) {
      for (const [i, { name, run }] of able.entries()) {
        onTurn(`${bench.name}${bench.steps ? ` ${step} ${bench.steps.of}` : ''}: ${name}, ${round + 1} of ${rounds}`);
        turns[i]!.push(await run({ quick, step }));
      }
    }
    series.push(...able.map((contestant, i) => ({ contestant, step, turns: turns[i]! })));
  }
  return { bench, series };
}
