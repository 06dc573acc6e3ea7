import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numberWords, unitWords, valueWords } from './value.ts';

test('a unit is written as people write it', () => {
  const units = ['degree_Celsius', 'm s-1', 'kg m-3', 'S/m', 'm2', '1', 'dbar', '1e-3'];
  assert.deepEqual(units.map(unitWords), ['°C', 'm s⁻¹', 'kg m⁻³', 'S/m', 'm²', '', 'dbar', '1e-3']);
  assert.equal(unitWords(undefined), '');
});

test('a number shows no noise of floating point, and no digit that it has not', () => {
  assert.deepEqual([0.1 + 0.2, 12.5, -4, 0, 1e-7, 1013.25, 123456789].map(numberWords), [
    '0.3',
    '12.5',
    '-4',
    '0',
    '1.000e-7',
    '1013.25',
    '123456789',
  ]);
});

test('what is unknown is a dash, never empty', () => {
  assert.deepEqual([null, undefined, '', true, [1, 2], 'on'].map(valueWords), ['–', '–', '–', 'yes', '1, 2', 'on']);
});
