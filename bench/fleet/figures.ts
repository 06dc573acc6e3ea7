import type { ProcessUse, Quantity } from '../harness/bench.ts';

const MB = 1e6;
/** What everything but the instruments may take, in MB. */
const BASE = 250;
const MOST = 1000;

const less = { better: 'less' } as const;

/** In the order of `figures`. */
export const QUANTITIES: readonly Quantity[] = [
  { name: 'CPU', unit: '% of a core', ...less, goals: [{ value: 50, step: MOST }] },
  {
    name: 'memory',
    unit: 'MB',
    ...less,
    goals: [
      { value: BASE, step: 1 },
      { value: 1200, step: MOST },
    ],
  },
  {
    name: `memory beyond ${BASE} MB, of each`,
    unit: 'MB',
    ...less,
    goals: [
      { value: 1, step: 100 },
      { value: 1, step: MOST },
    ],
  },
  { name: 'event loop late, p99', unit: 'ms', ...less },
  { name: 'start', unit: 's', ...less },
  { name: 'stop', unit: 's', ...less },
];

export function figures(
  instruments: number,
  uses: readonly ProcessUse[],
  late: number,
  started: number,
  stopped: number,
): readonly number[] {
  const cpu = uses.reduce((sum, use) => sum + use.cpu, 0) * 100;
  const memory = uses.reduce((sum, use) => sum + use.memory, 0) / MB;
  return [cpu, memory, Math.max(0, memory - BASE) / instruments, late, started, stopped];
}
