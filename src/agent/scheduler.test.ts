import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../kit/fake-clock.ts';
import { toIso } from '../kit/time.ts';
import { Scheduler } from './scheduler.ts';

const MINUTE = 60_000;

function recorded(clock: FakeClock): { times: string[]; run: () => Promise<void> } {
  const times: string[] = [];
  return { times, run: async () => void times.push(toIso(clock.now())) };
}

test('a cron job runs at its times in UTC', async () => {
  const clock = new FakeClock('2026-03-01T02:59:30Z');
  using scheduler = new Scheduler(clock);
  const { times, run } = recorded(clock);
  scheduler.add('clock_sync', { cron: '0 3 * * *' }, run);
  await clock.advance(50 * 60 * MINUTE);
  assert.deepEqual(times, ['2026-03-01T03:00:00.000Z', '2026-03-02T03:00:00.000Z', '2026-03-03T03:00:00.000Z']);
});

test('an interval job runs at its interval', async () => {
  const clock = new FakeClock('2026-03-01T00:00:00Z');
  using scheduler = new Scheduler(clock);
  const { times, run } = recorded(clock);
  scheduler.add('status', { every: '10 min' }, run);
  await clock.advance(35 * MINUTE);
  assert.deepEqual(times, ['2026-03-01T00:10:00.000Z', '2026-03-01T00:20:00.000Z', '2026-03-01T00:30:00.000Z']);
});

test('a run that is still going on when the next falls due makes that one be left out', async () => {
  const clock = new FakeClock();
  using scheduler = new Scheduler(clock);
  let runs = 0;
  let finish = (): void => {};
  scheduler.add('slow', { every: '1 min' }, () => {
    runs += 1;
    return new Promise((resolve) => {
      finish = resolve;
    });
  });
  await clock.advance(5 * MINUTE);
  assert.equal(runs, 1);
  finish();
  await clock.advance(MINUTE);
  assert.equal(runs, 2);
});

test('a job that is months away waits without running early, and a disposed scheduler leaves no timer', async () => {
  const clock = new FakeClock('2026-01-01T00:00:00Z');
  const scheduler = new Scheduler(clock);
  const { times, run } = recorded(clock);
  scheduler.add('yearly', { cron: '0 0 1 6 *' }, run);
  await clock.advance(100 * 24 * 60 * MINUTE);
  assert.deepEqual(times, []);
  scheduler[Symbol.dispose]();
  assert.equal(clock.pending, 0);
});
