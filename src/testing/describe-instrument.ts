import { describe, type TestContext, test } from 'node:test';
import type { Instrument } from '../definition/instrument.ts';
import { checksOf } from './checks.ts';
import type { Fixture } from './fixture.ts';
import { gapsOf } from './gaps.ts';
import type { LifeOptions } from './life-stage.ts';
import { wholeLife, whyLifeless } from './whole-life.ts';

export interface Evidence {
  readonly fixtures: readonly Fixture[];
  /** How it differs from the life of others. */
  readonly life?: LifeOptions;
}

/** The tests that every definition must pass; what it does not say yet is told as things to do. */
export function describeInstrument(definition: Instrument, { fixtures, life }: Evidence): void {
  describe(definition.kind, () => {
    for (const gap of gapsOf(definition, fixtures)) test.todo(gap);
    for (const { name, run } of checksOf(definition, fixtures)) test(name, () => run());
    if (whyLifeless(definition) === undefined)
      test('a whole life with its simulator', { timeout: 120_000 }, (t) => live(t, definition, life));
  });
}

async function live(t: TestContext, definition: Instrument, life: LifeOptions = {}): Promise<void> {
  const stages = await wholeLife(definition, { ...life, around: (stage, run) => t.test(stage, run) });
  for (const { name, leftOut } of stages) if (leftOut !== undefined) t.diagnostic(`left out: ${name}: ${leftOut}`);
}
