import type { Instrument } from '../definition/instrument.ts';
import { describeError } from '../kit/errors.ts';
import { COVERAGE, checksOf } from './checks.ts';
import type { Fixture } from './fixture.ts';
import { gapsOf } from './gaps.ts';

/** How one check of a definition went. */
export interface Finding {
  readonly check: string;
  /** What is wrong; nothing where all is well. */
  readonly problem?: string;
  /** What to look at. */
  readonly advice?: string;
}

export interface Judgement {
  readonly kind: string;
  readonly findings: readonly Finding[];
  /** What the definition does not say yet. */
  readonly gaps: readonly string[];
}

/** Runs everything that a definition must pass; without fixtures, what can be told without them. */
export async function judge(definition: Instrument, fixtures?: readonly Fixture[]): Promise<Judgement> {
  const findings: Finding[] = [];
  const checks = checksOf(definition, fixtures ?? []).filter(({ name }) => fixtures !== undefined || name !== COVERAGE);
  for (const { name, advice, run } of checks) {
    try {
      await run();
      findings.push({ check: name });
    } catch (thrown) {
      findings.push({ check: name, problem: describeError(thrown), advice });
    }
  }
  return { kind: definition.kind, findings, gaps: fixtures === undefined ? [] : gapsOf(definition, fixtures) };
}
