import type { Instrument } from '../definition/instrument.ts';
import { compilePlan } from './plan.ts';
import type { Sieve } from './sieve.ts';
import { StreamSieve } from './stream-sieve.ts';

/** Compiles a definition's streams; each call of what it returns is a sieve for one stream of bytes. */
export function compileSieve(definition: Pick<Instrument, 'samples' | 'dialogue'>): () => Sieve {
  const plan = compilePlan(definition);
  return () => new StreamSieve(plan);
}
