import assert from 'node:assert/strict';
import { coefficientsOf } from '../definition/coefficients.ts';
import type { DerivedFields } from '../definition/derived.ts';
import type { Instrument } from '../definition/instrument.ts';
import type { Values } from '../model/sample.ts';
import { trafficOf } from './decoding.ts';
import type { Fixture } from './fixture.ts';
import { sieveOf, sift } from './sift.ts';

export const derivesSomething = ({ samples }: Instrument): boolean =>
  Object.values(samples).some(({ derives = {} }) => Object.keys(derives).length > 0);

const numbersIn = (values: Values): string[] =>
  Object.entries(values).flatMap(([name, value]) => (typeof value === 'number' ? [name] : []));

/** What can be computed from a record, in the order in which it is. A result may still be none: a CTD in the air has no salinity. */
function computable(derives: DerivedFields, values: Values, coefficients: ReadonlySet<string>): string[] {
  const known = new Set(numbersIn(values));
  return Object.entries(derives).flatMap(([name, { ways }]) => {
    const isPossible = ways.some(
      ({ from, coefficients: needed = [] }) =>
        from.every(({ field }) => known.has(field)) && needed.every((one) => coefficients.has(one)),
    );
    if (isPossible) known.add(name);
    return isPossible ? [name] : [];
  });
}

/** Each derived value can be computed from a record in one of the fixtures, with the coefficients that they show. */
export function derivesAll(definition: Instrument, fixtures: readonly Fixture[]): void {
  const { samples, calibration } = definition;
  const records = fixtures.flatMap((fixture) => sift(sieveOf(definition), trafficOf(fixture)).records);
  const shown = records.filter(({ stream }) => stream === calibration?.stream).map(({ values }) => numbersIn(values));
  const coefficients = new Set(calibration === undefined ? coefficientsOf(definition) : shown.flat());
  const computed = new Set(
    records.flatMap(({ stream, values }) =>
      computable(samples[stream]?.derives ?? {}, values, coefficients).map((name) => `${stream}.${name}`),
    ),
  );
  const all = Object.entries(samples).flatMap(([stream, { derives = {} }]) =>
    Object.keys(derives).map((name) => `${stream}.${name}`),
  );
  assert.deepEqual(
    all.filter((name) => !computed.has(name)),
    [],
    'derived values that no record in a fixture has the fields for',
  );
}
