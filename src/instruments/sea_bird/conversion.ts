import { converted, type Derived, firstOf } from '../../definition/derived.ts';
import { seawater } from '../../definition/derived-seawater.ts';

// From raw counts to physical values: SBE 16plus V2 and SBE 19plus V2 manuals, output formats, and the calibration sheets; Sea-Bird
// Application Note 31 for slopes and offsets. The coefficients are named as GetCC shows them.

const VOLTS = 13_107;
const HERTZ = 256;

const square = (x: number): number => x * x;
const cube = (x: number): number => x * x * x;

/** The thermistor to °C, ITS-90; `resistance` makes of its A/D counts what the coefficients are for. */
const temperature = (resistance: (counts: number) => number): Derived =>
  converted(
    { title: 'Temperature', unit: 'degree_Celsius', cf: 'sea_water_temperature', valid: [-5, 35] },
    {
      from: [{ field: 'temperature' }],
      coefficients: ['temp_coeff_ta0', 'temp_coeff_ta1', 'temp_coeff_ta2', 'temp_coeff_ta3'],
      defaults: { temp_coeff_offset: 0 },
      compile:
        (c) =>
        (counts = Number.NaN) => {
          const ln = Math.log(resistance(counts));
          const kelvin =
            1 /
            (c.temp_coeff_ta0 + c.temp_coeff_ta1 * ln + c.temp_coeff_ta2 * square(ln) + c.temp_coeff_ta3 * cube(ln));
          return kelvin - 273.15 + c.temp_coeff_offset;
        },
    },
  );

/** A SeaCAT's thermistor, ohm. */
function ohms(counts: number): number {
  const millivolts = (counts - 524_288) / 1.6e7;
  return (millivolts * 2.9e9 + 1.024e8) / (2.048e4 - millivolts * 2e5);
}

/** The air above the sea, psi, and psi to dbar, as Sea-Bird's instruments and programs have them. */
const AIR = 14.7;
const DBAR = 0.689_475_9;
const seaPressure = (psi: number): number => (psi - AIR) * DBAR;

const PRESSURE = {
  title: 'Pressure',
  unit: 'dbar',
  cf: 'sea_water_pressure_due_to_sea_water',
  valid: [-10, 7_500],
} as const;

const RAW_PRESSURE = [{ field: 'pressure' }, { field: 'pressure_temp' }] as const;

/** A/D counts of a strain gauge, with its thermometer: `thermometer` of what is sent are 1 of what the coefficients are for. */
const strainGauge = (thermometer: number): Derived =>
  converted(PRESSURE, {
    from: RAW_PRESSURE,
    coefficients: [
      'press_coeff_pa0',
      'press_coeff_pa1',
      'press_coeff_pa2',
      'press_coeff_ptempa0',
      'press_coeff_ptempa1',
      'press_coeff_ptempa2',
      'press_coeff_ptca0',
      'press_coeff_ptca1',
      'press_coeff_ptca2',
      'press_coeff_ptcb0',
      'press_coeff_ptcb1',
      'press_coeff_ptcb2',
    ],
    defaults: { press_coeff_poffset: 0 },
    compile:
      (c) =>
      (counts = Number.NaN, shown = Number.NaN) => {
        const y = shown / thermometer;
        const t = c.press_coeff_ptempa0 + c.press_coeff_ptempa1 * y + c.press_coeff_ptempa2 * square(y);
        const x = counts - c.press_coeff_ptca0 - c.press_coeff_ptca1 * t - c.press_coeff_ptca2 * square(t);
        const n =
          (x * c.press_coeff_ptcb0) / (c.press_coeff_ptcb0 + c.press_coeff_ptcb1 * t + c.press_coeff_ptcb2 * square(t));
        const psi = c.press_coeff_pa0 + c.press_coeff_pa1 * n + c.press_coeff_pa2 * square(n);
        return seaPressure(psi) + c.press_coeff_poffset;
      },
  });

/** Frequency of a quartz sensor, with the voltage of its thermometer: the equations of Paroscientific. */
const quartz = converted(PRESSURE, {
  from: RAW_PRESSURE,
  coefficients: [
    'press_coeff_pc1',
    'press_coeff_pc2',
    'press_coeff_pc3',
    'press_coeff_pd1',
    'press_coeff_pd2',
    'press_coeff_pt1',
    'press_coeff_pt2',
    'press_coeff_pt3',
    'press_coeff_pt4',
  ],
  defaults: { press_coeff_pslope: 1, press_coeff_poffset: 0 },
  compile:
    (c) =>
    (frequency = Number.NaN, thermometer = Number.NaN) => {
      const u = 23.7 * (thermometer / VOLTS + 9.7917) - 273.15;
      const rest = c.press_coeff_pt1 + u * (c.press_coeff_pt2 + u * (c.press_coeff_pt3 + u * c.press_coeff_pt4));
      const period = (1e6 * HERTZ) / frequency;
      const w = 1 - square(rest / period);
      const psi =
        (c.press_coeff_pc1 + u * (c.press_coeff_pc2 + u * c.press_coeff_pc3)) *
        w *
        (1 - (c.press_coeff_pd1 + u * c.press_coeff_pd2) * w);
      return seaPressure(psi) * c.press_coeff_pslope + c.press_coeff_poffset;
    },
});

/** Frequency of the cell to S/m, with temperature in °C and pressure in dbar. */
const conductivity = (of: { readonly temperature: string; readonly pressure: string }): Derived =>
  converted(
    { title: 'Conductivity', unit: 'S m-1', cf: 'sea_water_electrical_conductivity', valid: [0, 9] },
    {
      from: [
        { field: 'conductivity' },
        { field: of.temperature, unit: 'degree_Celsius' },
        { field: of.pressure, unit: 'dbar' },
      ],
      coefficients: [
        'cond_coeff_cg',
        'cond_coeff_ch',
        'cond_coeff_ci',
        'cond_coeff_cj',
        'cond_coeff_ctcor',
        'cond_coeff_cpcor',
      ],
      defaults: { cond_coeff_cslope: 1, cond_coeff_wbotc: 0 },
      compile:
        (c) =>
        (frequency = Number.NaN, t = Number.NaN, p = Number.NaN) => {
          const f = ((frequency / HERTZ) * Math.sqrt(1 + c.cond_coeff_wbotc * t)) / 1000;
          const raw = c.cond_coeff_cg + square(f) * (c.cond_coeff_ch + f * (c.cond_coeff_ci + f * c.cond_coeff_cj));
          return (c.cond_coeff_cslope * raw) / (1 + c.cond_coeff_ctcor * t + c.cond_coeff_cpcor * p);
        },
    },
  );

const NAMES = {
  temperature: 'sea_water_temperature',
  conductivity: 'sea_water_conductivity',
  pressure: 'sea_water_pressure',
} as const;

/** What follows from the raw counts of a SeaCAT V2, whichever pressure sensor it has. */
export const fromRawCounts = {
  [NAMES.temperature]: temperature(ohms),
  [NAMES.pressure]: firstOf(strainGauge(VOLTS), quartz),
  [NAMES.conductivity]: conductivity(NAMES),
  ...seawater(NAMES),
};

/** What follows from the raw counts that a MicroCAT has in its memory: of its thermistor and of the pressure sensor's thermometer. */
export const fromMicroCatCounts = {
  [NAMES.temperature]: temperature((counts) => counts),
  [NAMES.pressure]: strainGauge(1),
  [NAMES.conductivity]: conductivity(NAMES),
  ...seawater(NAMES),
};
