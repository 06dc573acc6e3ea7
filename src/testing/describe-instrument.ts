import { describe, type TestContext, test } from 'node:test';
import type { Instrument } from '../definition/instrument.ts';
import { checksOf } from './checks.ts';
import type { Fixture } from './fixture.ts';
import { gapsOf } from './gaps.ts';

export interface Evidence {
  readonly fixtures: readonly Fixture[];
  /** A whole session with the simulator made from the definition. */
  readonly session?: (t: TestContext) => Promise<void>;
}

/** The tests that every definition must pass; what it does not say yet is told as things to do. */
export function describeInstrument(definition: Instrument, { fixtures, session }: Evidence): void {
  describe(definition.kind, () => {
    for (const gap of gapsOf(definition, fixtures)) test.todo(gap);
    for (const { name, run } of checksOf(definition, fixtures)) test(name, () => run());
    if (session !== undefined) test('a session with the simulator', session);
  });
}
