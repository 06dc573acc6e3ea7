import type { Bench } from './bench.ts';
import { type BenchRecord, spreadAt } from './record.ts';
import { figure, what } from './words.ts';

export const COMPARED = ['what', 'beside', 'ratio', 'again', 'apart'] as const;

/** How Sonde stood to each other contestant in two runs, and how far that is apart; the farthest first. What only one of them has is left out. */
export function compare(
  benches: readonly Bench[],
  once: readonly BenchRecord[],
  again: readonly BenchRecord[],
): readonly (readonly string[])[] {
  return benches
    .flatMap((bench) => {
      const [a, b] = [once, again].map((records) => records.find(({ name }) => name === bench.name));
      return a && b ? ratios(bench, a, b) : [];
    })
    .sort((a, b) => b.apart - a.apart)
    .map(({ what, beside, first, second, apart }) => [
      what,
      beside,
      figure(first),
      figure(second),
      `${figure(Math.round(apart * 100))} %`,
    ]);
}

interface Ratio {
  readonly what: string;
  readonly beside: string;
  readonly first: number;
  readonly second: number;
  /** 0.1: one is a tenth more than the other. */
  readonly apart: number;
}

function ratios(bench: Bench, a: BenchRecord, b: BenchRecord): Ratio[] {
  const [sonde, ...others] = bench.contestants;
  return a.entries
    .filter(({ contestant }) => others.some(({ name }) => name === contestant))
    .flatMap(({ contestant, step }) =>
      bench.quantities.flatMap((quantity, i): Ratio[] => {
        const at = (record: BenchRecord, name = ''): number => spreadAt(record, name, step, i)?.median ?? Number.NaN;
        const first = at(a, sonde?.name) / at(a, contestant);
        const second = at(b, sonde?.name) / at(b, contestant);
        const apart = Math.max(first / second, second / first) - 1;
        if (!Number.isFinite(apart)) return [];
        return [{ what: what(bench, quantity, step), beside: contestant, first, second, apart }];
      }),
    );
}
