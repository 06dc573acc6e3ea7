import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { absoluteSalinityAt } from './absolute-salinity.ts';

const { places }: { readonly places: readonly (readonly [number, number, number, number])[] } = JSON.parse(
  readFileSync(new URL('./fixtures/places.json', import.meta.url), 'utf8'),
);

/** As for the check values of TEOS-10. */
const ACCURACY = 1.3e-10;

test('Absolute Salinity is that of another implementation: all oceans, both sides of Panama, around the Baltic, on land', () => {
  for (const [longitude, latitude, pressure, expected] of places) {
    const error = Math.abs(absoluteSalinityAt(longitude, latitude)(35, pressure) - expected);
    assert.ok(error < ACCURACY, `at ${longitude} E, ${latitude} N, ${pressure} dbar: off by ${error}`);
  }
  assert.ok(places.length > 60);
});
