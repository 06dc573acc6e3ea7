import { readFile } from 'node:fs/promises';
import { vector } from '../../src/instruments/nortek/vector/index.ts';
import { fromIso } from '../../src/kit/time.ts';
import type { Sample } from '../../src/model/sample.ts';
import { makeRefiner } from '../../src/refine/make-refiner.ts';
import { compileSieve } from '../../src/sieve/compile-sieve.ts';
import { toSample } from '../../src/sieve/to-sample.ts';
import type { StreamFacts } from '../../src/store/day-metadata.ts';
import { streamFacts } from '../../src/store/stream-facts.ts';

export const STREAM = 'velocity';
export const DAY = '2026-01-01';
const START = fromIso(DAY);
/** Bytes of a frame. */
const FRAME = 24;
const BATCH = 500;
const FIELD = new URL('../../src/instruments/nortek/vector/fixtures/field-2014-10-11.log', import.meta.url);

/** The velocities that a Vector recorded at sea, decoded and tested, over and over: one each millisecond. */
export interface Velocities {
  readonly facts: StreamFacts;
  /** So many, in batches as they come. */
  batches(count: number): Generator<readonly Sample[]>;
  /** The sum of one of their fields, of the first so many. */
  pressureOf(count: number): number;
}

export async function velocities(): Promise<Velocities> {
  const { dialogue, samples: streams } = vector;
  const refiner = makeRefiner({ definition: vector });
  const decoded = compileSieve({ dialogue, samples: streams })().push(await readFile(FIELD));
  const all = refiner.refine(decoded.map((one) => toSample(one, { instrument: 'vector', now: START })));
  const recorded = all.samples.filter(({ stream }) => stream === STREAM);
  const { maker, model, kind } = vector;
  const facts = streamFacts({ id: 'vector', kind, maker, model }, STREAM, refiner.streams[STREAM]!, 'bench');
  const pressures = recorded.map(({ values }) => Number(values.seawater_pressure_mbar));
  return {
    facts,
    *batches(count) {
      for (let n = 0; n < count; ) {
        const batch: Sample[] = [];
        for (const end = Math.min(count, n + BATCH); n < end; n++) {
          const time = START + BigInt(n) * 1_000_000n;
          batch.push({
            ...recorded[n % recorded.length]!,
            time,
            times: { port: time, driver: time },
            log: { day: DAY, offset: n * FRAME, length: FRAME },
          });
        }
        yield batch;
      }
    },
    pressureOf: (count) =>
      Array.from({ length: count }, (_, n) => pressures[n % pressures.length]!).reduce((a, b) => a + b, 0),
  };
}
