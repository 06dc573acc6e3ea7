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

/** An SBE 19plus V2: four scans a second, of which `navg` are averaged. */
export const profilerSimulation = {
  ...seacatSimulation,
  records: {},
  streams: { sample: { every: '1 s' } },
  initial: { navg: 4, pump_delay: 60, min_cond_freq: 500 },
  values: { sample: rawValues },
} as const;

const optodeAnswers: readonly (readonly [question: string, answer: string])[] = [
  ['get analog output', 'Analog Output\t4831\t134\tCalPhase'],
  ['get calphase', 'CalPhase[Deg]\t4831\t134\t30.050'],
  ['get enable temperature', 'Enable Temperature\t4831\t134\tNo'],
  ['get enable text', 'Enable Text \t4831\t134\tNo'],
  ['get enable humiditycomp', 'Enable HumidityComp\t 4831\t134\tYes'],
  ['get enable airsaturation', 'Enable AirSaturation\t4831\t134\tNo'],
  ['get enable rawdata', 'Enable Rawdata\t4831\t134\tNo'],
  ['get interval', 'Interval\t4831\t134\t5.000'],
  ['get mode', 'Mode\t4831\t134\tSmart Sensor Terminal'],
  ['stop', '#'],
  ['start', '#'],
];

const SETTINGS = optodeAnswers
  .slice(0, 9)
  .map(([, answer]) => `Optode RX = ${answer}\r\n`)
  .join('');

/** With optode S/N 134, which is asked through it. */
export const optodeSimulation = {
  ...profilerSimulation,
  records: { optode_settings: SETTINGS },
  answers: optodeAnswers.map(([question, answer]) => ({
    to: `sendoptode=${question}`,
    in: 'command',
    reply: `Sending Optode: ${question}\r\n\r\nOptode RX = ${answer}\r\nS>`,
  })),
  values: {
    sample: {
      ...rawValues,
      oxy_calphase: { around: 23_000, swing: 300, noise: 5 },
      oxy_temp: { around: 39_300, swing: 200, noise: 3 },
      oxygen: { around: 2_909_000, swing: 20_000, noise: 200 },
    },
  },
} as const;

/** The replies of one instrument as another gives them, which differs from it only so. */
export const repliesOf = (
  replies: Simulation['replies'],
  differences: Readonly<Record<string, readonly (readonly [theirs: string, own: string])[]>>,
): Simulation['replies'] =>
  Object.fromEntries(
    Object.entries(replies).map(([command, reply]) => [
      command,
      (differences[command] ?? []).reduce((text, [theirs, own]) => text.replace(theirs, own), String(reply)),
    ]),
  );
