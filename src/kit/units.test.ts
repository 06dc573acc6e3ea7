import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unitConversion } from './units.ts';

const convert = (value: number, from: string, to: string): number | undefined => unitConversion(from, to)?.(value);
const near = (actual: number | undefined, expected: number): void =>
  assert.ok(Math.abs((actual ?? Number.NaN) - expected) < 1e-9, `${actual} instead of ${expected}`);

// NIST Special Publication 811 (2008), appendix B: psi, °F, mbar.
test('units of one quantity become each other', () => {
  near(convert(1, 'psi', 'kPa'), 6.894757293168);
  near(convert(212, 'degree_Fahrenheit', 'degree_Celsius'), 100);
  near(convert(0, 'degree_Celsius', 'K'), 273.15);
  near(convert(1013.25, 'mbar', 'dbar'), 10.1325);
  near(convert(4.2914, 'S m-1', 'mS cm-1'), 42.914);
  near(convert(42914, 'uS cm-1', 'S m-1'), 4.2914);
});

test('units of two quantities do not, and nobody knows what others are', () => {
  assert.equal(unitConversion('m', 'dbar'), undefined);
  assert.equal(unitConversion('furlong', 'm'), undefined);
  assert.equal(convert(3, 'furlong', 'furlong'), 3);
  assert.equal(unitConversion('constructor', 'm'), undefined);
});
