import type { Instrument } from '../definition/instrument.ts';
import type { Values } from '../model/sample.ts';
import { compilePlan } from './plan.ts';
import type { Sieve } from './sieve.ts';
import { StreamSieve } from './stream-sieve.ts';

/** A sieve for one stream of bytes, which goes on from what another one {@link Sieve.remembered}. */
export type NewSieve = (remembered?: Readonly<Record<string, Values>>) => Sieve;

/** Compiles a definition's streams. */
export function compileSieve(definition: Pick<Instrument, 'samples' | 'dialogue'>): NewSieve {
  const plan = compilePlan(definition);
  return (remembered = {}) => new StreamSieve(plan, remembered);
}
