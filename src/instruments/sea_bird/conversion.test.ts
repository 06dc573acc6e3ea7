import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Given } from '../../definition/derived.ts';
import { fromIso } from '../../kit/time.ts';
import { Calibrations } from '../../refine/calibrations.ts';
import { derivation } from '../../refine/derive.ts';
import { compileSieve } from '../../sieve/compile-sieve.ts';
import { toSample } from '../../sieve/to-sample.ts';
import { calibration } from './calibration.ts';
import { fromRawCounts } from './conversion.ts';
import { sbe16plusV2 } from './sbe16plus-v2/index.ts';
import { sbe19plusV2 } from './sbe19plus-v2/index.ts';

// An SBE 19plus V2, S/N 6398: its calibration and the raw counts of a cast as it uploaded them, and what Sea-Bird's SBE Data Processing
// 7.27 made of them. From Sea-Bird-Scientific/seabirdscientific (MIT), SBE19plus_01906398_2019_07_15_0033_cropped.hex and
// …_hexCropped.cnv.
const folder = new URL('fixtures/', import.meta.url);
const hex = readFileSync(new URL('cast-6398.hex', folder));
const expected = readFileSync(new URL('cast-6398.cnv', folder), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/).map(Number));

/** The same coefficients with all their digits, as the calibration sheet has them (SBE19plusV2_6398.xmlcon). */
const sheet = {
  temp_coeff_ta0: 1.26095907e-3,
  temp_coeff_ta1: 2.59137989e-4,
  temp_coeff_ta2: -1.76761879e-7,
  temp_coeff_ta3: 1.43699673e-7,
  cond_coeff_cg: -1.03206551,
  cond_coeff_ch: 1.61853283e-1,
  cond_coeff_ci: -6.16269794e-4,
  cond_coeff_cj: 6.88114987e-5,
  press_coeff_pa0: -2.38440127e-1,
  press_coeff_pa1: 4.87833137e-4,
  press_coeff_pa2: -5.82191388e-12,
  press_coeff_ptempa0: -6.7436315e1,
  press_coeff_ptempa1: 5.32265012e1,
  press_coeff_ptempa2: -5.03377089e-1,
  press_coeff_ptca0: 5.2444206e5,
  press_coeff_ptca1: -2.99672123e1,
  press_coeff_ptca2: 3.56337762e-1,
  press_coeff_ptcb0: 2.5006125e1,
  press_coeff_ptcb1: -7.75e-4,
};

function castWith(calibrations: Calibrations) {
  const derive = derivation(sbe19plusV2, { calibrations });
  const now = fromIso('2019-07-02T15:46:41Z');
  const sieve = compileSieve(sbe19plusV2)();
  return [...sieve.push(hex), ...sieve.end()]
    .map((record) => derive(toSample(record, { instrument: 'ctd', now })))
    .filter(({ stream }) => stream === 'sample');
}

function assertLike(samples: ReturnType<typeof castWith>, [c, p, t]: readonly [number, number, number]): void {
  assert.equal(samples.length, expected.length);
  samples.forEach(({ values }, i) => {
    const [conductivity = 0, pressure = 0, temperature = 0] = expected[i]!;
    const near = (value: unknown, wanted: number, tolerance: number, what: string): void =>
      assert.ok(Math.abs(Number(value) - wanted) <= tolerance, `${what} of scan ${i}: ${value} instead of ${wanted}`);
    near(values.sea_water_temperature, temperature, t, 'temperature');
    near(values.sea_water_pressure, pressure, p, 'pressure');
    near(10 * Number(values.sea_water_conductivity), conductivity, c, 'conductivity');
  });
}

test('raw counts become what the maker makes of them, to the last digit that it prints', () => {
  const given = [{ date: '2018-07-28', source: 'sheet', coefficients: sheet }];
  const samples = castWith(new Calibrations(sbe19plusV2, { given }));
  assertLike(samples, [0.51e-6, 0.51e-3, 0.51e-4]);
  assert.match(samples[0]?.calibration ?? '', /^2018-07-28-[0-9a-f]{8}$/);
});

test('the coefficients that the instrument shows, with fewer digits, give nearly the same', () => {
  const samples = castWith(new Calibrations(sbe19plusV2));
  assertLike(samples, [2e-5, 1.5e-3, 1e-4]);
  assert.match(samples[0]?.calibration ?? '', /^2018-07-28-[0-9a-f]{8}$/);
});

test('without coefficients and a place there are no values', () => {
  const [, ...lines] = hex.toString('latin1').split('</CalibrationCoefficients>');
  const record = compileSieve(sbe16plusV2)().push(Buffer.from(`${lines.join('').trim().split('\r\n')[0]!}\r\n`))[0]!;
  const sample = toSample(record, { instrument: 'ctd', now: 0n });
  const derive = derivation(sbe16plusV2, { calibrations: new Calibrations(sbe16plusV2) });
  const { values, calibration: used } = derive(sample);
  assert.deepEqual(
    Object.keys(fromRawCounts).map((name) => values[name]),
    Object.keys(fromRawCounts).map(() => null),
  );
  assert.equal(used, undefined);
});

const place: Given['place'] = { latitude: Number.NaN, longitude: Number.NaN };
const [, quartz] = fromRawCounts.sea_water_pressure.ways;

// Sea-Bird-Scientific/seabirdscientific, test_conversion.py, TestDigiquartzPressure: S/N 5102 of an SBE 9plus, whose thermometer is
// another and is smoothed over 30 s; the voltage here is that at which ours shows the same temperature.
test('the frequency of a quartz sensor becomes what the maker makes of it', () => {
  const coefficients = {
    press_coeff_pc1: -4.164639e4,
    press_coeff_pc2: -5.769818e-1,
    press_coeff_pc3: 1.25964e-2,
    press_coeff_pd1: 3.4833e-2,
    press_coeff_pd2: 0,
    press_coeff_pt1: 3.004422e1,
    press_coeff_pt2: -4.702082e-4,
    press_coeff_pt3: 4.03985e-6,
    press_coeff_pt4: 3.11753e-9,
    press_coeff_pslope: 1.00001297,
    press_coeff_poffset: -2.46118,
  };
  const pressure = quartz!.compile({ place, coefficients });
  const celsius = 1.2814e-2 * 2498 - 9.34834;
  const volts = (celsius + 273.15) / 23.7 - 9.7917;
  const rows = [
    [33302.258, 2.099],
    [33302.25, 2.085],
    [33302.23, 2.051],
    [33302.285, 2.146],
  ] as const;
  for (const [hertz, wanted] of rows) {
    assert.ok(Math.abs(pressure(hertz * 256, volts * 13_107) - wanted) < 1e-3, `${hertz} Hz`);
  }
});

// ooici/ion-functions, test_ctd_functions.py, test_ctd_sbe16digi_preswat and test_ctd_sbe16plus_condwat.
test('a quartz sensor with its own thermometer, and the cell, give what OOI makes of them', () => {
  const known = [991.3651, 1.0136e-5, -1.1821e-4, 0.031072, 0, 27.67412, -1.08033e-4, 1.0367e-6, 1.68749e-9];
  const coefficients = Object.fromEntries(quartz!.coefficients!.map((name, i) => [name, known[i]!]));
  const pressure = quartz!.compile({ place, coefficients: { ...quartz!.defaults, ...coefficients } });
  // OOI takes 10.1325 dbar for the air, and another psi in its last digits.
  const psi = pressure(8_833_629, 34_336) / 0.6894759 + 14.7;
  assert.ok(Math.abs(psi * 0.689475729 - 10.1325 - 49.999967) < 1e-6);

  const [cell] = fromRawCounts.sea_water_conductivity.ways;
  const conductivity = cell!.compile({
    place,
    coefficients: {
      ...cell!.defaults,
      cond_coeff_cg: -9.721937e-1,
      cond_coeff_ch: 1.386759e-1,
      cond_coeff_ci: -1.083985e-4,
      cond_coeff_cj: 2.632193e-5,
      cond_coeff_cpcor: -9.57e-8,
      cond_coeff_ctcor: 3.25e-6,
    },
  });
  assert.ok(Math.abs(conductivity(1_673_175, 22.544681, 27.282116) - 4.969069) < 1e-6);
});

test('the day of a calibration is the newest of its three', () => {
  const date = (temperature: string, pressure: string) =>
    calibration.date({ calibration_date_temperature: temperature, calibration_date_pressure: pressure });
  assert.equal(date('09-Oct-11', '06-Oct-11'), '2011-10-09');
  assert.equal(date('09-Oct-99', ''), '1999-10-09');
  assert.equal(date('yesterday', ''), undefined);
});
