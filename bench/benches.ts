import { vectorFrames } from './decoding/vector-frames.ts';
import type { Bench } from './harness/bench.ts';
import { startBench } from './prompt/start.ts';

/** In the order of the table. */
export const BENCHES: readonly Bench[] = [startBench, vectorFrames];
