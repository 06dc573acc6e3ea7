import type { Measured, ProcessUse, Quantity } from '../harness/bench.ts';

const MB = 1e6;
/** What everything but the instruments may take, in MB. */
const BASE = 250;
const MOST = 1000;

const less = { better: 'less' } as const;

/** In the order of `measuredOf`. */
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
  { name: 'slowest answer', unit: 'ms', ...less },
  { name: 'start', unit: 's', ...less },
  { name: 'stop', unit: 's', ...less },
];

/** What one contestant did at one step. */
export interface Run {
  readonly instruments: number;
  readonly processes: readonly ProcessUse[];
  /** The most that all held together while they were measured, in bytes. */
  readonly memory: number;
  /** Of those that were asked for every second meanwhile, in ms. */
  readonly slowest: number;
  /** Until all streamed, and until it had ended, in s. */
  readonly started: number;
  readonly stopped: number;
}

export function measuredOf({ instruments, processes, memory, slowest, started, stopped }: Run): Measured {
  const cpu = processes.reduce((sum, use) => sum + use.cpu, 0) * 100;
  const held = memory / MB;
  return { values: [cpu, held, Math.max(0, held - BASE) / instruments, slowest, started, stopped], processes };
}
