import { hex } from '../../definition/field.ts';
import { fromMillis, type Nanos, toMillis } from '../../kit/time.ts';
import type { Value } from '../../model/sample.ts';

const digits = (name: string, count: number): string => `(?<${name}>[0-9A-F]{${count}})`;

/** Behind a prompt, a blank or a logger's tag, the last run of digits is the record; behind any other character it is the rest of a damaged one. */
const BEFORE = '(?:# *)?(?<=^|[\\s#>]|\\]:)';

/**
 * A line of a SeaCAT V2 with raw counts (`OutputFormat=0`): the four that every one begins with, and what follows them as a
 * pattern. A stream that wants only what follows makes the four silent with `counts: false`.
 */
export const rawLine = (rest: string, { counts = true }: { readonly counts?: boolean } = {}): RegExp =>
  new RegExp(`${BEFORE}${counts ? COUNTS : '[0-9A-F]{22}'}${rest}\\s*$`);

const COUNTS = [
  digits('temperature', 6),
  digits('conductivity', 6),
  digits('pressure', 6),
  digits('pressure_temp', 4),
].join('');

/** What stands in the four: A/D counts, Hz × 256, A/D counts or Hz × 256, volts × 13107 (SBE 16plus V2 manual, output formats). */
export const rawCounts = {
  temperature: hex({ title: 'Temperature, A/D counts', unit: '1' }),
  conductivity: hex({ title: 'Conductivity, frequency in Hz × 256', unit: '1' }),
  pressure: hex({ title: 'Pressure, A/D counts (strain gauge) or frequency in Hz × 256 (quartz)', unit: '1' }),
  pressure_temp: hex({ title: 'Temperature of the pressure sensor, volts × 13107', unit: '1' }),
};

/** Behind the counts: an optode at volt 0 and 1, and as a serial sensor. */
export const OPTODE_DIGITS = [digits('oxy_calphase', 4), digits('oxy_temp', 4), digits('oxygen', 6)].join('');

/** Where an optode may hang: none, or one or two voltages of something else. */
export const OPTODE_TAIL = `(?:${OPTODE_DIGITS}|(?:[0-9A-F]{4}){0,2})`;

export const optodeCounts = {
  oxy_calphase: hex({ title: "Optode's calibrated phase, volts × 13107", unit: '1' }),
  oxy_temp: hex({ title: "Optode's temperature, volts × 13107", unit: '1' }),
  oxygen: hex({ title: 'Oxygen, (µmol/l + 10) × 10000', unit: '1' }),
};

/** Behind the counts: the voltage of an SBE 43. */
export const VOLT_DIGITS = digits('ext_volt0', 4);

export const voltCounts = { ext_volt0: hex({ title: 'External voltage 0, volts × 13107', unit: '1' }) };

const EPOCH_2000 = Date.UTC(2000, 0, 1);

/** A SeaCAT's time: seconds since 2000-01-01. */
export const fromSecondsSince2000 = (seconds: Value | undefined): Nanos | undefined =>
  typeof seconds === 'number' ? fromMillis(EPOCH_2000 + 1000 * seconds) : undefined;

export const secondsSince2000 = (time: Nanos): number => Math.floor((toMillis(time) - EPOCH_2000) / 1000);
