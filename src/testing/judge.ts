import type { Instrument } from '../definition/instrument.ts';
import { describeError } from '../kit/errors.ts';
import { checksOf } from './checks.ts';
import type { Fixture } from './fixture.ts';
import { gapsOf } from './gaps.ts';
import { wholeLife, whyLifeless } from './whole-life.ts';

/** How one check of a definition went. */
export interface Finding {
  readonly check: string;
  /** What is wrong; nothing where all is well. */
  readonly problem?: string;
  /** What to look at. */
  readonly advice?: string;
  /** Why it was not tried. */
  readonly leftOut?: string;
}

export interface Judgement {
  readonly kind: string;
  readonly findings: readonly Finding[];
  /** What the definition does not say yet. */
  readonly gaps: readonly string[];
}

const LIFE = 'a life with its simulator';
const ADVICE =
  'the last exchanges show what the driver sent and what the simulator answered: one of them is described wrongly';

/** Runs everything that a definition must pass; without fixtures, what can be told without them. */
export async function judge(definition: Instrument, fixtures?: readonly Fixture[]): Promise<Judgement> {
  const gaps = fixtures === undefined ? [] : gapsOf(definition, fixtures);
  const checks = checksOf(definition, fixtures ?? []).filter(({ ofFixtures }) => fixtures !== undefined || !ofFixtures);
  const findings: Finding[] = [];
  for (const { name, advice, run } of checks) findings.push(await tried(name, advice, async () => run()));
  const lived = gaps.length > 0 ? [{ check: LIFE, leftOut: 'what is to do comes first' }] : await live(definition);
  return { kind: definition.kind, findings: [...findings, ...lived], gaps };
}

async function tried(check: string, advice: string, run: () => Promise<void>): Promise<Finding> {
  try {
    await run();
    return { check };
  } catch (thrown) {
    return { check, problem: describeError(thrown), advice };
  }
}

/** Each stage of a life is a finding; the first that fails is the last. */
async function live(definition: Instrument): Promise<readonly Finding[]> {
  const reason = whyLifeless(definition);
  if (reason !== undefined) return [{ check: LIFE, leftOut: reason }];
  const findings: Finding[] = [];
  const around = async (stage: string, run: () => Promise<void>): Promise<void> => {
    findings.push(await tried(`${LIFE}: ${stage}`, ADVICE, run));
  };
  const whole = await tried(LIFE, ADVICE, async () => {
    for (const { name, leftOut } of await wholeLife(definition, { around })) {
      if (leftOut !== undefined) findings.push({ check: `${LIFE}: ${name}`, leftOut });
    }
  });
  const isTold = findings.some(({ problem }) => problem !== undefined);
  return whole.problem === undefined || isTold ? findings : [...findings, whole];
}
