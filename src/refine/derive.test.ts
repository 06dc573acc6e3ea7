import assert from 'node:assert/strict';
import { test } from 'node:test';
import { converted, derived, firstOf } from '../definition/derived.ts';
import { seawater } from '../definition/derived-seawater.ts';
import { number } from '../definition/field.ts';
import { line } from '../definition/stream.ts';
import { fromIso } from '../kit/time.ts';
import type { Sample, Values } from '../model/sample.ts';
import { Calibrations } from './calibrations.ts';
import { derivation } from './derive.ts';

const sampleOf = (stream: string, values: Values, time = '2026-03-01T00:00:00Z'): Sample => ({
  instrument: 'ctd',
  stream,
  time: fromIso(time),
  times: { driver: 0n },
  quality: 'ok',
  values,
});

const LINE = /^(?<t>\S+) (?<c>\S+) (?<p>\S+)$/;
const ctd = {
  samples: {
    ctd: line(
      LINE,
      {
        t: number({ unit: 'degree_Celsius' }),
        c: number({ unit: 'S m-1' }),
        p: number({ unit: 'dbar' }),
      },
      { derives: seawater({ temperature: 't', conductivity: 'c', pressure: 'p' }) },
    ),
  },
};
const place = { latitude: 15, longitude: -55 };
const calibrations = new Calibrations(ctd);
const derive = derivation(ctd, { place, calibrations });

// OOI's tests of `ctd_pracsal` and `ctd_density` (ooici/ion-functions, test_ctd_functions.py), for about the same water.
test('a CTD’s three values become salinity and density, through each other', () => {
  const { values } = derive(sampleOf('ctd', { t: 20, c: 5.041008, p: 150 }));
  assert.equal(Number(values.practical_salinity).toFixed(6), '36.995774');
  // For 37 instead of 36.995774 it is 1026.94422, by the older formula of 48 terms; and 0.75 kg/m³ more for each unit of salinity.
  assert.ok(Math.abs(Number(values.density) - (1026.94422 - 0.75 * (37 - 36.995774))) < 1e-3, `${values.density}`);
  assert.deepEqual(Object.keys(values), [
    't',
    'c',
    'p',
    'practical_salinity',
    'absolute_salinity',
    'conservative_temperature',
    'density',
    'sound_speed',
    'depth',
  ]);
});

test('the units of the fields are read', () => {
  const other = {
    samples: {
      ctd: line(
        LINE,
        { t: number({ unit: 'K' }), c: number({ unit: 'uS cm-1' }), p: number({ unit: 'kPa' }) },
        { derives: seawater({ temperature: 't', conductivity: 'c', pressure: 'p' }) },
      ),
    },
  };
  const inOther = derivation(other, { place, calibrations })(sampleOf('ctd', { t: 293.15, c: 50410.08, p: 1500 }));
  const { values } = derive(sampleOf('ctd', { t: 20, c: 5.041008, p: 150 }));
  for (const name of ['practical_salinity', 'density', 'sound_speed', 'depth']) {
    assert.ok(Math.abs(Number(inOther.values[name]) - Number(values[name])) < 1e-9, name);
  }
});

test('what has no value gives none, and so does what has no result', () => {
  const { values } = derive(sampleOf('ctd', { t: null, c: 5, p: 150 }));
  assert.deepEqual([values.practical_salinity, values.density, typeof values.depth], [null, null, 'number']);
  const inAir = derive(sampleOf('ctd', { t: 20, c: -0.00003, p: 0 }));
  assert.equal(inAir.values.practical_salinity, null);
});

test('without a place, what depends on it has no value', () => {
  const { values } = derivation(ctd, { calibrations })(sampleOf('ctd', { t: 20, c: 5.041008, p: 150 }));
  assert.equal(values.depth, null);
  assert.equal(values.absolute_salinity, null);
  assert.equal(Number(values.practical_salinity).toFixed(6), '36.995774');
});

const probe = {
  samples: {
    probe: line(
      /^(?<raw>\d+)$/,
      { raw: number() },
      {
        derives: {
          value: firstOf(
            converted(
              {},
              {
                from: [{ field: 'raw' }],
                coefficients: ['a'],
                defaults: { b: 1 },
                compile:
                  (c) =>
                  (raw = 0) =>
                    c.a * raw + c.b,
              },
            ),
            converted(
              {},
              {
                from: [{ field: 'raw' }],
                coefficients: ['k'],
                compile:
                  (c) =>
                  (raw = 0) =>
                    c.k * raw,
              },
            ),
          ),
          twice: derived({}, [{ field: 'value' }], (value = 0) => 2 * value),
        },
      },
    ),
    other: line(/^x(?<raw>\d+)$/, { raw: number() }),
    sheet: line(/^a=(?<a>\S+) k=(?<k>\S+)$/, { a: number(), k: number() }),
  },
  calibration: { stream: 'sheet' },
};

test('the first way is taken whose coefficients are known, and the sample says which calibration that was', () => {
  const known = new Calibrations(probe);
  const refine = derivation(probe, { calibrations: known });
  const before = refine(sampleOf('probe', { raw: 5 }));
  assert.deepEqual([before.values.value, before.values.twice, before.calibration], [null, null, undefined]);
  refine(sampleOf('sheet', { a: null, k: 3 }, '2026-03-01T00:00:01Z'));
  const second = refine(sampleOf('probe', { raw: 5 }, '2026-03-01T00:00:02Z'));
  assert.deepEqual([second.values.value, second.values.twice], [15, 30]);
  refine(sampleOf('sheet', { a: 2, k: 3 }, '2026-03-01T00:00:03Z'));
  const third = refine(sampleOf('probe', { raw: 5 }, '2026-03-01T00:00:04Z'));
  assert.deepEqual([third.values.value, third.values.twice], [11, 22]);
  assert.deepEqual(known.byName[third.calibration ?? '']?.coefficients, { a: 2, k: 3 });
  assert.deepEqual(known.byName[second.calibration ?? '']?.coefficients, { k: 3 });
});

test('a stream that derives nothing is left as it is', () => {
  const sample = sampleOf('other', { raw: 5 });
  assert.equal(derivation(probe, { calibrations: new Calibrations(probe) })(sample), sample);
});
