import assert from 'node:assert/strict';
import { test } from 'node:test';
import { converted } from '../definition/derived.ts';
import { number } from '../definition/field.ts';
import { line } from '../definition/stream.ts';
import { fromIso } from '../kit/time.ts';
import type { Sample, Values } from '../model/sample.ts';
import { Calibrations } from './calibrations.ts';

const sheet = line(/^(?<a>\S+) (?<b>\S+) (?<other>\S+)$/, { a: number(), b: number(), other: number() });
const definition = {
  samples: {
    probe: line(
      /^(?<raw>\d+)$/,
      { raw: number() },
      {
        derives: {
          value: converted(
            {},
            {
              from: [{ field: 'raw' }],
              coefficients: ['a', 'b'],
              compile:
                ({ a, b }) =>
                (raw = 0) =>
                  a * raw + b,
            },
          ),
        },
      },
    ),
    sheet,
  },
  calibration: { stream: 'sheet', date: () => '2025-01-01' },
};

const shown = (time: string, values: Values, quality: Sample['quality'] = 'ok'): Sample => ({
  instrument: 'probe',
  stream: 'sheet',
  time: fromIso(time),
  times: { driver: 0n },
  quality,
  values,
});

const coefficientsAt = (calibrations: Calibrations, time: string) => calibrations.at(fromIso(time))?.coefficients;

test('what the instrument shows holds from then on, until it shows something else', () => {
  const calibrations = new Calibrations(definition);
  assert.equal(calibrations.at(0n), undefined);
  assert.equal(calibrations.learn(shown('2026-03-01T12:00:00Z', { a: 1, b: 2, other: 9 })), true);
  assert.equal(calibrations.learn(shown('2026-03-02T12:00:00Z', { a: 1, b: 2, other: 8 })), false);
  assert.equal(calibrations.learn(shown('2026-03-03T12:00:00Z', { a: 3, b: 2, other: 8 })), true);
  assert.equal(calibrations.learn(shown('2026-03-04T12:00:00Z', { a: 7, b: 7, other: 7 }, 'checksum_failed')), false);
  assert.deepEqual(coefficientsAt(calibrations, '2026-03-02T13:00:00Z'), { a: 1, b: 2 });
  assert.deepEqual(coefficientsAt(calibrations, '2026-03-03T12:00:00Z'), { a: 3, b: 2 });
  assert.deepEqual(
    calibrations.shown.map(({ since, date }) => [since, date]),
    [
      ['2026-03-01T12:00:00.000Z', '2025-01-01'],
      ['2026-03-03T12:00:00.000Z', '2025-01-01'],
    ],
  );
});

test('a coefficient that could not be read is what it was', () => {
  const calibrations = new Calibrations(definition);
  calibrations.learn(shown('2026-03-01T12:00:00Z', { a: 1, b: 2, other: 9 }));
  assert.equal(calibrations.learn(shown('2026-03-02T12:00:00Z', { a: 1, b: null, other: 9 }, 'invalid')), false);
  assert.equal(calibrations.learn(shown('2026-03-03T12:00:00Z', { a: 3, b: null, other: 9 }, 'invalid')), true);
  assert.deepEqual(coefficientsAt(calibrations, '2026-03-02T13:00:00Z'), { a: 1, b: 2 });
  assert.deepEqual(coefficientsAt(calibrations, '2026-03-03T13:00:00Z'), { a: 3, b: 2 });
});

test('before the first set that was ever known, that one holds', () => {
  const calibrations = new Calibrations(definition);
  calibrations.learn(shown('2026-03-01T12:00:00Z', { a: 1, b: 2, other: 9 }));
  assert.deepEqual(coefficientsAt(calibrations, '2026-02-01'), { a: 1, b: 2 });
});

test('who knows what was shown before goes on from there', () => {
  const before = new Calibrations(definition);
  before.learn(shown('2026-03-01T12:00:00Z', { a: 1, b: 2, other: 9 }));
  const after = new Calibrations(definition, { shown: before.shown });
  assert.deepEqual(after.at(fromIso('2026-04-01')), before.at(fromIso('2026-04-01')));
  assert.equal(after.learn(shown('2026-03-01T12:00:00Z', { a: 1, b: 2, other: 9 })), false);
});

test('what is given with a day lies over what the instrument shows, coefficient by coefficient', () => {
  const given = [
    { date: '2026-03-02', source: 'march.yaml', coefficients: { a: 10 } },
    { date: '2026-03-05', source: 'later.yaml', coefficients: { b: 20 } },
  ];
  const calibrations = new Calibrations(definition, { given });
  calibrations.learn(shown('2026-03-03T12:00:00Z', { a: 1, b: 2, other: 9 }));
  assert.deepEqual(coefficientsAt(calibrations, '2026-03-04'), { a: 10, b: 2 });
  assert.deepEqual(coefficientsAt(calibrations, '2026-03-06'), { a: 10, b: 20 });
  const { date, source } = calibrations.at(fromIso('2026-03-06')) ?? {};
  assert.deepEqual([date, source], ['2026-03-05', 'shown by the instrument, then march.yaml, then later.yaml']);
});

test('a set that is given later with an earlier day holds for the old samples', () => {
  const march = { date: '2026-03-01', source: 'march', coefficients: { a: 1, b: 1 } };
  const april = { date: '2026-04-01', source: 'april', coefficients: { a: 2, b: 2 } };
  const middle = { date: '2026-03-15', source: 'middle', coefficients: { a: 3, b: 3 } };
  const before = new Calibrations(definition, { given: [march, april] });
  const after = new Calibrations(definition, { given: [march, april, middle] });
  assert.deepEqual(coefficientsAt(before, '2026-03-20'), { a: 1, b: 1 });
  assert.deepEqual(coefficientsAt(after, '2026-03-20'), { a: 3, b: 3 });
});

test('a calibration’s name is made of its day and its coefficients, in whatever order they come', () => {
  const nameOf = (coefficients: Readonly<Record<string, number>>) =>
    new Calibrations(definition, { given: [{ date: '2026-03-01', source: 'x', coefficients }] }).at(0n)?.name;
  assert.match(nameOf({ a: 1, b: 2 }) ?? '', /^2026-03-01-[0-9a-f]{8}$/);
  assert.equal(nameOf({ b: 2, a: 1 }), nameOf({ a: 1, b: 2 }));
  assert.notEqual(nameOf({ a: 1, b: 2.0000000001 }), nameOf({ a: 1, b: 2 }));
});
