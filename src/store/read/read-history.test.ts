import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { FakeClock } from '../../kit/fake-clock.ts';
import type { ResumePoint } from '../../model/driver-event.ts';
import type { Sample } from '../../model/sample.ts';
import { facts, NOON, sample } from '../test-samples.ts';
import { SampleStore } from '../write/sample-store.ts';
import { readLastBefore } from './read-history.ts';

/** Reads back, as numbers, what these samples are stored as. */
async function withStored(
  samples: readonly Sample[],
  work: (last: (resume: ResumePoint, count: number, stream?: string) => Promise<unknown[]>) => Promise<void>,
): Promise<void> {
  const own = await mkdtemp(join(tmpdir(), 'sonde-history-'));
  const store = new SampleStore({ clock: new FakeClock(NOON) });
  try {
    const sink = store.openSink({ id: 'ctd_12m', own, factsOf: () => facts });
    sink.append(samples);
    await sink.flush('now');
    await work((resume, count, stream = 'ctd') =>
      store.write(async (connection) =>
        (await readLastBefore(connection, { own, instrument: 'ctd_12m', stream, resume, count })).map(
          ({ values }) => values.n,
        ),
      ),
    );
    await sink[Symbol.asyncDispose]();
  } finally {
    await store[Symbol.asyncDispose]();
    await rm(own, { recursive: true });
  }
}

const AFTER = '2026-01-02T00:00:01Z';

test('the last samples before a place in the log are found, over the ends of days, in their order', () =>
  withStored(
    [1, 2, 3, 4, 5].map((n) => sample(n, n < 4 ? NOON : AFTER)),
    async (last) => {
      assert.deepEqual(await last({ day: '2026-01-01', offset: 5 * 40 }, 3), [2, 3, 4]);
      assert.deepEqual(await last({ day: '2026-01-02', offset: 0 }, 2), [4, 5]);
      assert.deepEqual(await last({ day: '2026-01-01', offset: 40 }, 3), []);
      assert.deepEqual(await last({ day: '2026-01-01', offset: 200 }, 3, 'other'), []);
    },
  ));

test('where an instrument has several links, each has its own place', () =>
  withStored(
    [1, 2, 3, 4].map((n) =>
      sample(n, NOON, { log: { link: n % 2 === 0 ? 'b' : 'a', day: '2026-01-01', offset: n * 40, length: 24 } }),
    ),
    async (last) => {
      const a = { day: '2026-01-01', offset: 80 };
      assert.deepEqual(await last({ a, b: { day: '2026-01-02', offset: 0 } }, 9), [1, 2, 4]);
      assert.deepEqual(await last({ a }, 9), [1]);
    },
  ));
