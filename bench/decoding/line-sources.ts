import { readFileSync } from 'node:fs';
import type { Instrument } from '../../src/definition/instrument.ts';
import { sbe16plusV2 } from '../../src/instruments/sea_bird/sbe16plus-v2/index.ts';
import { sbe37Smp } from '../../src/instruments/sea_bird/sbe37-smp/index.ts';
import type { Values } from '../../src/model/sample.ts';

/** Lines of an instrument, and what must be found in them. */
export interface LineSource {
  readonly definition: Instrument;
  readonly stream: string;
  /** As the instrument sends them; a turn sends them again and again. */
  readonly lines: Buffer;
  readonly count: number;
  /** Adds up the numbers of a line. */
  readonly add: (values: Values) => number;
  /** What they come to over all these lines. */
  readonly sum: number;
  /** The instrument's clock on the last of these lines, ms. */
  readonly lastClock: number;
  /** What the instrument shows before, where its lines are counts: its coefficients. */
  readonly shows?: Buffer;
  /** Derived values that each of the lines must have. */
  readonly derived: readonly string[];
}

const SBE16PLUS = new URL('../../src/instruments/sea_bird/sbe16plus-v2/fixtures/', import.meta.url);
const SBE37 = new URL('../../src/instruments/sea_bird/sbe37-smp/fixtures/sample.bin', import.meta.url);

/** Ten lines that an SBE 16plus sent when its memory was read, and what OOI's parser made of them. */
function sbe16plusLines(): LineSource {
  const records = readFileSync(new URL('uploaded.expected.jsonl', SBE16PLUS), 'utf8')
    .trim()
    .split('\n')
    .map((line): { readonly values: Readonly<Record<string, number>> } => JSON.parse(line));
  const add = ({ temperature, conductivity, pressure, pressure_temp, ctd_time }: Values): number =>
    Number(temperature) + Number(conductivity) + Number(pressure) + Number(pressure_temp) + Number(ctd_time);
  return {
    definition: sbe16plusV2,
    stream: 'sample',
    lines: readFileSync(new URL('uploaded.hex', SBE16PLUS)),
    count: records.length,
    add,
    sum: records.reduce((sum, { values }) => sum + add(values), 0),
    lastClock: Date.UTC(2000, 0, 1) + 1000 * records.at(-1)!.values.ctd_time!,
    shows: readFileSync(new URL('uploaded-head.hex', SBE16PLUS)),
    // The first of them were sent in air: there is no salinity.
    derived: ['sea_water_temperature', 'sea_water_pressure', 'sea_water_conductivity', 'depth'],
  };
}

/** A line that an SBE 37 sent, as it would have come in each second of its hour. */
function sbe37Lines(): LineSource {
  const line = readFileSync(SBE37, 'latin1');
  const clocks = Array.from({ length: 3600 }, (_, second) => new Date(second * 1000).toISOString().slice(14, 19));
  return {
    definition: sbe37Smp,
    stream: 'ctd',
    lines: Buffer.from(clocks.map((clock) => line.replace('16:59', clock)).join(''), 'latin1'),
    count: clocks.length,
    add: ({ temp, conductivity, pressure, salinity, sound_velocity }) =>
      Number(temp) + Number(conductivity) + Number(pressure) + Number(salinity) + Number(sound_velocity),
    sum: clocks.length * (55.9044 + 41.40609 + 572.17 + 34.2583 + 1505.948),
    lastClock: Date.UTC(2013, 1, 5, 19, 59, 59),
    // In water as hot as this the speed of sound is not defined.
    derived: ['practical_salinity', 'absolute_salinity', 'conservative_temperature', 'density', 'depth'],
  };
}

export const LINE_SOURCES = { sbe16plus: sbe16plusLines, sbe37: sbe37Lines };
export type LineSourceName = keyof typeof LINE_SOURCES;
