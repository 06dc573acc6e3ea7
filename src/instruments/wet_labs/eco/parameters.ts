import {
  choice,
  int,
  interval,
  type ParameterInfo,
  real,
  settable,
  shownBy,
  type TextParameter,
  word,
} from '../../../definition/parameter.ts';
import { perSignal, type Signal } from './signals.ts';

const shown = (label: string) => new RegExp(`^${label} +(\\S+)`, 'm');

const WORD = { min: 0, max: 65_535 };
const SWITCH = { disable: 0, enable: 1 };
const BAUD_RATES = [2400, 4800, 9600, 14_400, 19_200, 28_800, 38_400, 57_600, 115_200, 230_400];

/** A number as the menu shows it: `1.800E-06`. */
const scientific = (label: string, info: ParameterInfo): TextParameter<number> => ({
  ...real(shown(label), info),
  show: (value) => value.toExponential(3).replace(/e([-+])(\d)$/, 'E$10$2'),
});

/** All that the menu shows, each by its label there, and how often the driver does its jobs. */
export const ecoParameters = (signals: readonly Signal[]) => ({
  ...shownBy('acquire_status', {
    ser: word(shown('Ser'), { title: 'Serial number' }),
    ver: word(shown('Ver'), { title: 'Firmware version' }),
    ave: settable('$ave ', int(shown('Ave'), { title: 'Measurements per reported value', min: 1, max: 255 }), {
      startup: 1,
    }),
    pkt: settable('$pkt ', int(shown('Pkt'), { title: 'Values per packet; 0 is without end', ...WORD }), {
      startupOnly: true,
      startup: 0,
    }),
    ...perSignal(signals, ({ number, title, unit }) => ({
      [`m${number}d`]: int(shown(`M${number}d`), { title: `Dark count, ${title}`, unit: 'count', ...WORD }),
      [`m${number}s`]: scientific(`M${number}s`, { title: `Slope, ${title}`, unit }),
    })),
    seq: settable('$seq ', int(shown('Seq'), { title: 'Predefined output sequence', min: 0, max: 3 }), {
      startupOnly: true,
      startup: 0,
    }),
    rat: choice(shown('Rat'), Object.fromEntries(BAUD_RATES.map((rate) => [String(rate), rate])), {
      title: 'Baud rate',
    }),
    set: settable('$set ', int(shown('Set'), { title: 'Packets per set; 0 is without end', ...WORD }), {
      startupOnly: true,
      startup: 0,
    }),
    rec: settable('$rec ', choice(shown('Rec'), SWITCH, { title: 'Recording' }), { startupOnly: true, startup: 0 }),
    man: settable('$man ', choice(shown('Man'), SWITCH, { title: 'Manual mode' }), { startupOnly: true, startup: 0 }),
    int: word(shown('Int'), { title: 'Time between packets, HH:MM:SS' }),
    dat: word(shown('Dat'), { title: 'Date, MM/DD/YY', changesByItself: true }),
    clk: word(shown('Clk'), { title: 'Time, HH:MM:SS', changesByItself: true }),
    mst: word(shown('Mst'), { title: 'Manual start time, HH:MM:SS' }),
    mem: int(shown('Mem'), { title: 'Internal memory', unit: 'byte' }),
  }),
  wiper_interval: interval('0 s', { title: 'How often the wiper moves; 0 s is never' }),
  clk_interval: interval('0 s', { title: 'How often the clock is set; 0 s is never' }),
  status_interval: interval('0 s', { title: 'How often the status is read; 0 s is never' }),
});
