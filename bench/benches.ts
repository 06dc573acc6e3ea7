import type { Bench } from './harness/bench.ts';

/** In the order of the table. */
export const BENCHES: readonly Bench[] = [];
