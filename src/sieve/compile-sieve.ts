import type { Instrument } from '../definition/instrument.ts';
import type { Values } from '../model/sample.ts';
import { compilePlan, type Plan } from './plan.ts';
import type { Sieve } from './sieve.ts';
import { StreamSieve } from './stream-sieve.ts';

/** A sieve for one stream of bytes, which goes on from what another one {@link Sieve.remembered}. */
export type NewSieve = (remembered?: Readonly<Record<string, Values>>) => Sieve;

type Described = Pick<Instrument, 'samples' | 'dialogue'>;

/** All instruments of a kind share what was compiled: a fleet of them holds it once, and their common code stays fast. */
const plans = new WeakMap<Described['samples'], { readonly dialogue: Described['dialogue']; readonly plan: Plan }>();

/** Compiles a definition's streams. */
export function compileSieve(definition: Described): NewSieve {
  const plan = planOf(definition);
  return (remembered = {}) => new StreamSieve(plan, remembered);
}

function planOf(definition: Described): Plan {
  const { samples, dialogue } = definition;
  const known = plans.get(samples);
  if (known !== undefined && known.dialogue === dialogue) return known.plan;
  const plan = compilePlan(definition);
  plans.set(samples, { dialogue, plan });
  return plan;
}
