import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { FakeClock } from '../../kit/fake-clock.ts';
import { silentLogger } from '../../kit/logger.ts';
import type { EventDraft } from '../../model/event-draft.ts';
import { EventLog } from './event-log.ts';
import { eventsEnd, followEvents } from './follow-events.ts';

const drift = (milliseconds: number): EventDraft => ({ type: 'clock_drift', details: { milliseconds } });

/** A folder of events, what is told into it, and who follows that. */
async function scene(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-follow-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const tell = async (time: string, ...values: number[]): Promise<void> => {
    const log = new EventLog({ folder, instrument: 'ctd', clock: new FakeClock(time), logger: silentLogger });
    for (const value of values) log.record(drift(value));
    await log[Symbol.asyncDispose]();
  };
  const clock = new FakeClock();
  const stopping = new AbortController();
  const told: unknown[] = [];
  const looked = async (): Promise<void> => {
    while (clock.pending === 0) await setImmediate();
  };
  return {
    folder,
    tell,
    told,
    /** From the end of what is told, until the first look is over. */
    async follow(): Promise<AsyncDisposable> {
      const events = followEvents([folder], await eventsEnd([folder]), { clock, signal: stopping.signal });
      const following = (async () => {
        for await (const batch of events) told.push(...batch.map(({ details }) => details.milliseconds));
      })();
      await looked();
      return {
        async [Symbol.asyncDispose]() {
          stopping.abort();
          await following;
        },
      };
    },
    async look(): Promise<void> {
      await clock.advance(500);
      await looked();
    },
  };
}

test('what is told from then on comes, and nothing of before', async (t) => {
  const { tell, told, follow, look } = await scene(t);
  await tell('2026-11-22T12:00:00Z', 1);
  await using _ = await follow();
  await look();
  await tell('2026-11-22T12:00:01Z', 2, 3);
  await look();
  await tell('2026-11-22T12:00:02Z', 4);
  await look();
  assert.deepEqual(told, [2, 3, 4]);
});

test('the last events of a day come, though its lines became Parquet before anybody looked', async (t) => {
  const { folder, tell, told, follow, look } = await scene(t);
  await tell('2026-11-22T12:00:00Z', 1);
  await using _ = await follow();
  await tell('2026-11-22T23:59:59Z', 2);
  await tell('2026-11-23T00:00:00Z', 3);
  assert.deepEqual((await readdir(folder)).sort(), ['2026-11-22.parquet', '2026-11-23.jsonl']);
  await look();
  assert.deepEqual(told, [2, 3]);
});
