import { describe, type TestContext, test } from 'node:test';
import { checkInstrument } from '../definition/check-instrument.ts';
import type { Instrument } from '../definition/instrument.ts';
import {
  coversAll,
  decodesAsExpected,
  decodesInPieces,
  resumesWhereItStood,
  survivesNoise,
  survivesTruncation,
} from './decoding.ts';
import { clockIsUnderstood, parametersAreShown, simulationIsUnderstood } from './describing.ts';
import type { Fixture } from './fixture.ts';

export interface Evidence {
  readonly fixtures: readonly Fixture[];
  /** A whole session with the simulator made from the definition. */
  readonly session?: (t: TestContext) => Promise<void>;
}

/** The tests that every definition must pass. */
export function describeInstrument(definition: Instrument, { fixtures, session }: Evidence): void {
  describe(definition.kind, () => {
    test('the definition does not contradict itself', () => checkInstrument(definition));
    test('each parameter is found once in the reply that shows it, and survives being sent', () =>
      parametersAreShown(definition));
    test('the simulation sends what the sieve understands', () => simulationIsUnderstood(definition));
    test('the clock that is set shows the time that it was set to', () => clockIsUnderstood(definition));
    test('each stream has a fixture, and each field a value in one', () => coversAll(definition, fixtures));

    for (const fixture of fixtures) {
      test(`${fixture.name} holds what it should`, () => decodesAsExpected(definition, fixture));
      test(`${fixture.name} in pieces of 1 to 64 bytes holds the same`, () => decodesInPieces(definition, fixture));
      test(`${fixture.name} can be resumed anywhere`, () => resumesWhereItStood(definition, fixture));
    }
    test('behind a record that was cut at any byte, the next is found', () => survivesTruncation(definition, fixtures));
    test('noise and broken records cost no others', () => survivesNoise(definition, fixtures));
    if (session !== undefined) test('a session with the simulator', session);
  });
}
