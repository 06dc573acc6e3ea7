import type { Bench, Contestant, Goal, Turn } from '../harness/bench.ts';
import { inChild } from '../harness/in-child.ts';
import type { Load } from './decode-lines.ts';
import type { LineSourceName } from './line-sources.ts';

const DECODE = new URL('decode-lines.ts', import.meta.url).href;
const MIB = 2 ** 20;
const CHUNK = 65_536;

const loadOf = (source: LineSourceName, { quick, step }: Turn): Load => ({
  source,
  bytes: (quick ? 4 : step > 0 ? 8 : 32) * MIB,
  chunk: step > 0 ? step : CHUNK,
});

const contestant = (source: LineSourceName, kind: Contestant['kind'], name: string, run: string): Contestant => ({
  kind,
  name,
  run: (turn) => inChild(DECODE, run, loadOf(source, turn)),
});

const textLines = (
  source: LineSourceName,
  { goals, ...about }: Pick<Bench, 'name' | 'title' | 'how'> & { readonly goals?: readonly Goal[] },
): Bench => ({
  ...about,
  quantities: [{ name: '', unit: 'samples/s', better: 'more', ...(goals && { goals }) }],
  contestants: [
    contestant(source, 'sonde', 'Sonde', 'sonde'),
    contestant(source, 'sonde', 'Sonde, with derived values and flags', 'sondeRefined'),
    contestant(source, 'peer', 'serialport + own code', 'serialport'),
    contestant(source, 'limit', 'a string a line', 'lines'),
  ],
});

const HOW = [
  'come in chunks of 64 KiB, one core.',
  "Sonde: sieve and samples (decoded values, the instrument's clock, where the bytes stand in the log), each read by a subscriber;",
  'and the same with all derived values, and the flags of all tests that the definition asks for.',
  'serialport + own code: `ReadlineParser` of npm, and a function that reads this one format.',
  'A string a line: the ends of the lines are looked for, and nothing is read.',
].join(' ');

export const sbe16plusLines = textLines('sbe16plus', {
  name: 'decode-sbe16plus',
  title: 'SBE 16plus hex lines → samples (1 core)',
  how: `Ten captured lines of 44 bytes, raw counts in hex digits, again and again, ${HOW}`,
  goals: [{ value: 1.5e6 }],
});

export const lineChunks: Bench = {
  name: 'decode-chunks',
  title: 'Lines that come in small pieces → samples (1 core)',
  how: 'The lines of an SBE 16plus as above, cut into chunks of so many bytes: what a serial port gives at once, a packet, a file.',
  quantities: [{ name: '', unit: 'samples/s', better: 'more' }],
  contestants: [
    contestant('sbe16plus', 'sonde', 'Sonde', 'sonde'),
    contestant('sbe16plus', 'peer', 'serialport + own code', 'serialport'),
  ],
  steps: { of: 'bytes in a chunk', values: [16, 128, 1024, 65_536], quick: [16] },
  rounds: 3,
};

export const sbe37Lines = textLines('sbe37', {
  name: 'decode-sbe37',
  title: 'SBE 37 lines → samples (1 core)',
  how: `A captured line of 72 bytes, decimal numbers and a date, with another time in each of 3,600 lines, ${HOW}`,
});
