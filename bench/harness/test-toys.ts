import type { Bench, Contestant, Measured, Quantity, Turn } from './bench.ts';
import type { Machine } from './machine.ts';
import type { BenchRecord, Spread } from './record.ts';

/** A contestant that measures these, one after the other. */
export function toy(
  name: string,
  kind: Contestant['kind'],
  values: readonly number[],
  does: (turn: Turn) => void | Promise<void> = () => {},
): Contestant {
  let turns = 0;
  const run = async (turn: Turn): Promise<Measured> => {
    await does(turn);
    const value = values[turns++ % values.length]!;
    return { values: [value], processes: [{ name: 'relay', cpu: value / 1000, memory: value * 2 ** 20 }] };
  };
  return { name, kind, run };
}

export const RATE: Quantity = { name: '', unit: 'MB/s', better: 'more' };

export const toyBench = (parts: Partial<Bench> = {}): Bench => ({
  name: 'relay',
  title: 'A relay',
  how: 'Bytes go in and come out.',
  quantities: [RATE],
  contestants: [toy('Sonde', 'sonde', [300]), toy('socat', 'peer', [600]), toy('TCP', 'limit', [1400])],
  ...parts,
});

export const MACHINE: Machine = {
  cpu: 'A processor',
  cores: 2,
  memory: 8,
  kernel: 'Linux 6.1',
  node: 'v24.9.0',
  commit: 'abc1234',
  peers: ['socat 1.7.4.4'],
};

const spread = (median: number): Spread => ({ median, min: median * 0.9, max: median * 1.1 });

/** What was reached: medians by contestant, one for each quantity, at each step. */
export function toyRecord(
  { name, quantities }: Bench,
  reached: Readonly<Record<string, readonly number[]>>,
  steps: readonly number[] = [0],
): BenchRecord {
  return {
    name,
    quantities: quantities.map(({ name, unit }) => `${name} ${unit}`.trim()),
    entries: steps.flatMap((step) =>
      Object.entries(reached).map(([contestant, medians]) => ({
        contestant,
        step,
        turns: 5,
        values: medians.map((median) => spread(median * Math.max(1, step))),
        processes: [{ name: 'relay', cpu: 0.5, memory: 64 * 2 ** 20 }],
      })),
    ),
    seconds: 12,
    date: '2026-11-23T10:00Z',
    machine: MACHINE,
  };
}
