import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { absoluteSalinityAt } from './absolute-salinity.ts';
import { conservativeTemperature, potentialTemperature } from './conservative-temperature.ts';
import { heightFromPressure, pressureFromHeight } from './height.ts';
import { practicalSalinity } from './practical-salinity.ts';
import { density, soundSpeed } from './specific-volume.ts';

type Cast = readonly (number | null)[];

interface CheckValues {
  readonly longitude: readonly number[];
  readonly latitude: readonly number[];
  readonly inputs: Readonly<
    Record<
      | 'practical_salinity'
      | 'absolute_salinity'
      | 'temperature'
      | 'conservative_temperature'
      | 'pressure'
      | 'conductivity',
      readonly Cast[]
    >
  >;
  readonly expected: Readonly<Record<string, { readonly accuracy: number; readonly values: readonly Cast[] }>>;
}

// The check values that TEOS-10 published with its toolbox, and the accuracy that it asks for; the fixture names its source.
const checks: CheckValues = JSON.parse(readFileSync(new URL('./fixtures/check-values.json', import.meta.url), 'utf8'));

const inputOf =
  (cast: number, level: number) =>
  (name: keyof CheckValues['inputs']): number =>
    checks.inputs[name][cast]?.[level] ?? Number.NaN;

function equalsPublished(
  name: string,
  compute: (get: ReturnType<typeof inputOf>, cast: number, level: number) => number,
) {
  const { accuracy, values } = checks.expected[name]!;
  let compared = 0;
  values.forEach((cast, i) => {
    cast.forEach((expected, level) => {
      if (expected === null) return;
      const error = Math.abs(compute(inputOf(i, level), i, level) - expected);
      assert.ok(error < accuracy, `${name}, cast ${i}, level ${level}: off by ${error}, more than ${accuracy}`);
      compared++;
    });
  });
  assert.ok(compared > 90, `${compared} values`);
}

test('Practical Salinity from conductivity is that of TEOS-10', () =>
  equalsPublished('SP_from_C', (get) => practicalSalinity(get('conductivity'), get('temperature'), get('pressure'))));

test('Absolute Salinity is that of TEOS-10 in two oceans and the Baltic, however the longitude is counted', () => {
  for (const turn of [-360, 0, 360]) {
    const places = checks.longitude.map((one, i) => absoluteSalinityAt(one + turn, checks.latitude[i]!));
    equalsPublished('SA_from_SP', (get, cast) => places[cast]!(get('practical_salinity'), get('pressure')));
  }
});

test('potential temperature is that of TEOS-10', () =>
  equalsPublished('pt0_from_t', (get) =>
    potentialTemperature(get('absolute_salinity'), get('temperature'), get('pressure')),
  ));

test('Conservative Temperature is that of TEOS-10', () =>
  equalsPublished('CT_from_t', (get) =>
    conservativeTemperature(get('absolute_salinity'), get('temperature'), get('pressure')),
  ));

test('density is that of TEOS-10', () =>
  equalsPublished('rho', (get) => density(get('absolute_salinity'), get('conservative_temperature'), get('pressure'))));

test('the speed of sound is that of TEOS-10', () =>
  equalsPublished('sound_speed', (get) =>
    soundSpeed(get('absolute_salinity'), get('conservative_temperature'), get('pressure')),
  ));

test('height from pressure is that of TEOS-10', () =>
  equalsPublished('z_from_p', (get, cast) => heightFromPressure(get('pressure'), checks.latitude[cast]!)));

test('pressure from height is that of TEOS-10', () =>
  equalsPublished('p_from_z', (_, cast, level) =>
    pressureFromHeight(checks.expected.z_from_p!.values[cast]?.[level] ?? Number.NaN, checks.latitude[cast]!),
  ));

// OOI's test of `ctd_pracsal` (ooici/ion-functions, test_ctd_functions.py), made there with the toolbox for Matlab.
test('Practical Salinity is that of OOI', () => {
  const rows = [
    [5.407471, 28, 0, 33.495229],
    [5.40788, 28, 10, 33.495224],
    [5.041008, 20, 150, 36.995774],
    [3.463402, 6, 800, 34.898526],
    [3.272557, 3, 2500, 34.999244],
    [3.273035, 2, 5000, 34.999494],
  ] as const;
  for (const [conductivity, temperature, pressure, expected] of rows) {
    assert.equal(practicalSalinity(10 * conductivity, temperature, pressure).toFixed(6), expected.toFixed(6));
  }
});

test('what cannot be is no number: a conductivity below 0, a place without ocean data', () => {
  assert.equal(practicalSalinity(-0.001, 15, 0), Number.NaN);
  assert.equal(absoluteSalinityAt(0, -87)(35, 0), Number.NaN);
});
