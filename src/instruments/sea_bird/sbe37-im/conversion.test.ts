import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromIso } from '../../../kit/time.ts';
import { Calibrations } from '../../../refine/calibrations.ts';
import { derivation } from '../../../refine/derive.ts';
import { sbe37Im } from './index.ts';

const coefficients = {
  temp_coeff_ta0: -1.179278e-4,
  temp_coeff_ta1: 3.097942e-4,
  temp_coeff_ta2: -4.688854e-6,
  temp_coeff_ta3: 2.081274e-7,
  press_coeff_pa0: 1.202594e-1,
  press_coeff_pa1: 4.514834e-3,
  press_coeff_pa2: -1.091899e-11,
  press_coeff_ptempa0: -6.953022e1,
  press_coeff_ptempa1: 5.115592e-2,
  press_coeff_ptempa2: -3.918145e-7,
  press_coeff_ptca0: 5.247204e5,
  press_coeff_ptca1: 9.617295e-1,
  press_coeff_ptca2: 6.296724e-3,
  press_coeff_ptcb0: 2.498163e1,
  press_coeff_ptcb1: -2.75e-4,
  press_coeff_ptcb2: 0,
  cond_coeff_cg: -9.899853e-1,
  cond_coeff_ch: 1.3141e-1,
  cond_coeff_ci: -4.18171e-4,
  cond_coeff_cj: 4.723872e-5,
  cond_coeff_cpcor: -9.57e-8,
  cond_coeff_ctcor: 3.25e-6,
  cond_coeff_wbotc: 4.8429e-7,
};

// What SBE Data Processing made of them: ooici/ion-functions, test_ctd_functions.py, test_ctd_sbe37im_…_instrument_recovered.
test('raw counts from its memory become what Sea-Bird’s program makes of them, with coefficients that are given', () => {
  const given = [{ date: '2016-01-01', source: 'sheet', coefficients }];
  const derive = derivation(sbe37Im, { calibrations: new Calibrations(sbe37Im, { given }) });
  const rows = [
    [366_964, 533_152, 1608, 1_564_991, 10.9818, 16.159, 3.891373],
    [499_888, 571_309, 1452, 1_457_279, 3.8488, 134.95, 3.240767],
    [465_784, 632_465, 1471, 1_484_332, 5.452, 325.258, 3.399795],
    [500_403, 828_170, 1453, 1_462_659, 3.8255, 933.882, 3.272396],
  ] as const;
  for (const [temperature, pressure, pressure_temp, conductivity, t, p, c] of rows) {
    const { values } = derive({
      instrument: 'ctd',
      stream: 'uploaded',
      time: fromIso('2016-06-16'),
      times: { driver: 0n },
      quality: 'ok',
      values: { temperature, pressure, pressure_temp, conductivity, ctd_time: 0, serial_number: '1' },
    });
    const near = (value: unknown, wanted: number, tolerance: number): void =>
      assert.ok(Math.abs(Number(value) - wanted) < tolerance, `${value} instead of ${wanted}`);
    near(values.sea_water_temperature, t, 1e-4);
    near(values.sea_water_pressure, p, 2e-3);
    near(values.sea_water_conductivity, c, 1e-6);
  }
});

// ooici/ion-functions, test_ctd_functions.py: test_ctd_sbe37im_tempwat, …_condwat and …_preswat.
test('what the modem sends becomes temperature, conductivity and pressure', () => {
  const { values } = derivation(sbe37Im, { calibrations: new Calibrations(sbe37Im) })({
    instrument: 'ctd',
    stream: 'sample',
    time: 0n,
    times: { driver: 0n },
    quality: 'ok',
    values: { temperature: 340_357, conductivity: 400_000, pressure: 2789, ctd_time: 0, pressure_range: 1000 },
  });
  const shown = ['sea_water_temperature', 'sea_water_conductivity', 'sea_water_pressure'].map((name) =>
    Number(values[name]).toFixed(6),
  );
  assert.deepEqual(shown, ['24.035700', '3.500000', '0.045366']);
});
