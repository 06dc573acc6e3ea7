import type { Simulation } from '../../definition/simulation.ts';

/** How every SeaCAT V2 behaves. */
export const seacatSimulation = {
  prompt: 'S>',
  rejects: '?cmd S>',
  refuses: "<ERROR type='INVALID ARGUMENT' msg='out of range'/>\r\nS>",
  settles: '300 ms',
  shows: { autosample: [[/<LoggingState>not logging/, '<LoggingState>logging']] },
  takes: { acquire_sample: '2 s' },
} as const satisfies Partial<Simulation>;

/** What the four raw counts are in coastal water. */
export const rawValues = {
  temperature: { around: 428_000, swing: 4_000, period: '10 min', noise: 20 },
  conductivity: { around: 679_600, swing: 300, period: '10 min', noise: 2 },
  pressure: { around: 554_000, swing: 200, period: '12 min', noise: 3 },
  pressure_temp: { around: 15_450, swing: 60, period: '10 min', noise: 2 },
} as const;
