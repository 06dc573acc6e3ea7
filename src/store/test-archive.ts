import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { dayOf } from '../kit/time.ts';
import type { Sample } from '../model/sample.ts';
import type { StreamFacts } from './day-metadata.ts';
import { openSamples, type StoredSamplesOptions } from './read/stored-samples.ts';
import { testDuck } from './test-duck.ts';
import { facts } from './test-samples.ts';
import { storeDay } from './write/test-store-day.ts';

/** A data folder with the stream `ctd_12m/ctd`, and others, until the test is over. */
export async function testArchive(t: TestContext, options: StoredSamplesOptions = {}) {
  const { folder: data, connection } = await testDuck(t);
  const stored = await openSamples(data, { memory: 64 * 1024 * 1024, ...options });
  t.after(() => stored[Symbol.dispose]());
  return {
    data,
    connection,
    stored,
    own: join(data, 'ctd_12m'),
    /** Adds samples to the files of their days. */
    async add(samples: readonly Sample[], which: StreamFacts = facts, mostRows?: number): Promise<void> {
      for (const [day, own] of Map.groupBy(samples, ({ time }) => dayOf(time))) {
        const { instrument, stream } = own[0]!;
        const files = { connection, own: join(data, instrument), stream, ...(mostRows !== undefined && { mostRows }) };
        await storeDay(files, day, which, own);
      }
    },
  };
}

/** All that comes in batches. */
export async function taken<T>(batches: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const batch of batches) all.push(...batch);
  return all;
}
