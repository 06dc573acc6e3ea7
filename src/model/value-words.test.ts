import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inWholeUnit, numberWords, unitWords, valueWords } from './value-words.ts';

test('a unit is written as people write it', () => {
  const units = ['degree_Celsius', 'm s-1', 'kg m-3', 'S/m', 'm2', '1', 'dbar', '1e-3'];
  assert.deepEqual(units.map(unitWords), ['°C', 'm s⁻¹', 'kg m⁻³', 'S/m', 'm²', '', 'dbar', '1e-3']);
  assert.equal(unitWords(undefined), '');
});

test('a number shows no noise of floating point, and no digit that it has not', () => {
  assert.deepEqual(
    [0.1 + 0.2, 12.5, -4, 0, 1e-7, 1013.25, 123456789].map((value) => numberWords(value)),
    ['0.3', '12.5', '-4', '0', '1.000e-7', '1013.25', '123456789'],
  );
});

test('what is unknown is a dash, never empty', () => {
  assert.deepEqual(
    [null, undefined, '', true, [1, 2], 'on'].map((value) => valueWords(value)),
    ['–', '–', '–', 'yes', '1, 2', 'on'],
  );
});

test('fewer digits are shown where that is asked for, but never fewer than a whole number has', () => {
  assert.deepEqual(
    [9.526612, 0.0004356533, 123456.789, -1.5].map((value) => numberWords(value, 5)),
    ['9.5266', '0.00043565', '123457', '-1.5'],
  );
});

test('a value in a thousandth of a unit is shown in that unit', () => {
  assert.deepEqual(inWholeUnit(12215, '0.001 dbar'), { value: 12.215, unit: 'dbar' });
  assert.deepEqual(inWholeUnit(992, '0.01 degree_Celsius'), { value: 9.92, unit: 'degree_Celsius' });
  assert.deepEqual(inWholeUnit(5, 'm s-1'), { value: 5, unit: 'm s-1' });
  assert.deepEqual(inWholeUnit(null, '0.1 V'), { value: null, unit: '0.1 V' });
});
