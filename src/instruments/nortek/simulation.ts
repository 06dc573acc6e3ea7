import type { ClockValue, Simulation, Swing } from '../../definition/simulation.ts';
import { fromHex } from '../../kit/bytes.ts';
import { toClockText } from './clock.ts';

export const deviceClock: ClockValue = { clock: toClockText };

/** Heading, pitch and roll in tenths of a degree, and temperature in hundredths of a degree Celsius. */
export const attitude = {
  heading_decidegree: { around: 3204, swing: 20, period: '30 s', noise: 3 },
  pitch_decidegree: { around: -10, swing: 15, period: '9 s', noise: 2 },
  roll_decidegree: { around: -2, swing: 15, period: '11 s', noise: 2 },
  temperature_centidegree: { around: 986, swing: 20, period: '10 min', noise: 1 },
} as const;
export const speed = (around: number): Swing => ({ around, swing: 300, period: '12 s', noise: 25 });

/** How an instrument answers that greets with these lines behind a break. */
export const nortekAnswers = (banner: string): NonNullable<Simulation['answers']> => [
  // While it measures it hears nothing without an `@`.
  { to: 'II', in: 'autosample', reply: '' },
  { to: '@I', in: 'autosample', reply: '\x01\x00\x06\x06' },
  { to: '@@@@@@K1W%!Q', in: ['autosample', 'confirmation'], reply: '\r\nConfirm:', next: 'confirmation' },
  { to: '@@@@@@K1W%!Q', in: 'command', reply: `${banner}Command mode\r\n\x06\x06` },
  { to: 'MC', in: 'confirmation', reply: '\x06\x06', next: 'command' },
  { to: 'II', in: 'confirmation', reply: '\x05\x00\x06\x06' },
];

/** What both answer in the same words, as OOI's tests of both drivers keep it. */
export const nortekReplies = {
  read_mode: fromHex('0200'),
  read_clock: fromHex('090702111012'),
  read_battery: fromHex('a71f'),
};

/** How it takes commands, and says that it was asleep. */
export const nortekManners = {
  prompt: '\x06\x06',
  rejects: '\x15\x15',
  woken: '\x15\x15\x15\x15\x15\x15',
  silentIn: ['autosample'],
};
