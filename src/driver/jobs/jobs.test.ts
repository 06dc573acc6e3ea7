import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StateError } from '../../kit/errors.ts';
import { FakeClock } from '../../kit/fake-clock.ts';
import { fromIso, toIso } from '../../kit/time.ts';
import type { Value } from '../../model/sample.ts';
import { type AnyJob, Jobs } from './jobs.ts';
import { scheduledJobs } from './schedule.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Jobs on a clock that stands still, with what they did and what was told of them. */
function scene(jobs: Record<string, AnyJob>, options: { start?: string; parameters?: Record<string, Value> } = {}) {
  const { start = '2026-03-01T00:00:00Z', parameters = {} } = options;
  const clock = new FakeClock(start);
  const ran: string[] = [];
  const told: string[] = [];
  const own = {
    hindrance: undefined as string | undefined,
    run: async (): Promise<void> => {},
  };
  const all = new Jobs({
    clock,
    jobs,
    parameter: (name) => parameters[name] ?? null,
    hindrance: () => own.hindrance,
    run: async (command) => {
      ran.push(`${command} ${toIso(clock.now()).slice(0, 19)}`);
      await own.run();
    },
    announce: (event) => {
      if (event.type === 'job') told.push([event.job, event.status, event.reason].filter(Boolean).join(': '));
    },
  });
  all.start();
  return { all, clock, ran, told, own, parameters };
}

test('a cron job runs at its times in UTC', async () => {
  const { all, clock, ran } = scene(
    { daily: { runs: 'clock_sync', cron: '0 3 * * *' } },
    { start: '2026-03-01T02:59:30Z' },
  );
  await clock.advance(50 * HOUR);
  all[Symbol.dispose]();
  assert.deepEqual(ran, [
    'clock_sync 2026-03-01T03:00:00',
    'clock_sync 2026-03-02T03:00:00',
    'clock_sync 2026-03-03T03:00:00',
  ]);
});

test('a job runs at its interval, which a parameter may hold as seconds or as a duration; 0 is never', async () => {
  const { all, clock, ran, parameters } = scene(
    {
      fixed: { runs: 'a', every: '10 min' },
      seconds: { runs: 'b', every: { parameter: 'rate' } },
      text: { runs: 'c', every: { parameter: 'interval' } },
      never: { runs: 'd', every: { parameter: 'off' } },
      unknown: { runs: 'e', every: { parameter: 'not read yet' } },
    },
    { parameters: { rate: 900, interval: '15 min', off: '0 s' } },
  );
  await clock.advance(20 * MINUTE);
  assert.deepEqual(ran, [
    'a 2026-03-01T00:10:00',
    'b 2026-03-01T00:15:00',
    'c 2026-03-01T00:15:00',
    'a 2026-03-01T00:20:00',
  ]);
  ran.length = 0;
  parameters.rate = 0;
  parameters.off = 60;
  all.changed(['rate', 'off']);
  await clock.advance(2 * MINUTE);
  all[Symbol.dispose]();
  assert.deepEqual(ran, ['d 2026-03-01T00:21:00', 'd 2026-03-01T00:22:00']);
  assert.equal(clock.pending, 0);
});

test('a job at a time runs once, and not when that is over', async () => {
  const { clock, ran } = scene({
    once: { runs: 'a', at: '2026-05-01T12:00:00Z' },
    over: { runs: 'b', at: '2026-02-01T12:00:00Z' },
  });
  await clock.advance(200 * 24 * HOUR);
  assert.deepEqual([ran, clock.pending], [['a 2026-05-01T12:00:00'], 0]);
});

test('a polled job is done when it is asked for, not more often than it may be and at the latest when it must be', async () => {
  const { all, clock, ran } = scene({ sample: { runs: 'a', polled: { min: '1 min', max: '1 h' } } });
  assert.equal(all.request('sample'), true);
  await clock.advance(30_000);
  assert.equal(all.request('sample'), false);
  await clock.advance(30_000);
  assert.equal(all.request('sample'), true);
  await clock.advance(HOUR);
  all[Symbol.dispose]();
  assert.deepEqual(ran, ['a 2026-03-01T00:00:00', 'a 2026-03-01T00:01:00', 'a 2026-03-01T01:01:00']);
  assert.throws(() => all.request('sampel'), /no polled job 'sampel'.*sample/);
});

test('a polled job is never due by itself where its longest time is 0, and not more often than each second', async () => {
  const { all, clock, ran } = scene({
    never: { runs: 'a', polled: { min: '0 s', max: '0 s' } },
    often: { runs: 'b', polled: { min: '1 ms', max: '1 ms' } },
  });
  await clock.advance(2_000);
  all[Symbol.dispose]();
  assert.deepEqual(ran, ['b 2026-03-01T00:00:01', 'b 2026-03-01T00:00:02']);
});

test('a polled job that waits for its state will be done, and says so', async () => {
  const { all, clock, ran, own } = scene({ sample: { runs: 'a', polled: { min: '1 min' } } });
  own.hindrance = 'it is elsewhere';
  assert.deepEqual([all.request('sample'), all.request('sample')], [true, true]);
  own.hindrance = undefined;
  all.look();
  await clock.advance(0);
  all[Symbol.dispose]();
  assert.deepEqual(ran, ['a 2026-03-01T00:00:00']);
});

test('a run that still goes on when the next falls due makes that one be left out', async () => {
  const { all, clock, ran, told, own } = scene({ slow: { runs: 'a', every: '1 min' } });
  const gate = Promise.withResolvers<void>();
  own.run = () => gate.promise;
  await clock.advance(2 * MINUTE);
  assert.deepEqual(told, ['slow: started', 'slow: left out: the run before it still goes on']);
  gate.resolve();
  await clock.advance(MINUTE);
  all[Symbol.dispose]();
  assert.equal(ran.length, 2);
});

test('what is not possible waits, once, until the state allows it', async () => {
  const { all, clock, ran, told, own } = scene({ status: { runs: 'a', every: '1 min' } });
  own.hindrance = 'it is elsewhere';
  await clock.advance(5 * MINUTE);
  all.look();
  assert.deepEqual([ran, told], [[], ['status: waiting: it is elsewhere']]);
  own.hindrance = undefined;
  await clock.advance(30_000);
  all.look();
  await clock.advance(0);
  all.look();
  all[Symbol.dispose]();
  assert.deepEqual(ran, ['a 2026-03-01T00:05:30']);
  assert.deepEqual(told.slice(1), ['status: started', 'status: done']);
});

test('a job whose state is over when its turn comes waits for the next one, also when that came meanwhile', async () => {
  const { all, clock, ran, told, own } = scene({ status: { runs: 'a', every: '1 h' } });
  let refusals = 2;
  own.run = async () => {
    if (refusals === 1) all.look();
    if (refusals-- > 0) throw new StateError('a', 'autosample', []);
  };
  await clock.advance(HOUR);
  assert.deepEqual([ran.length, told.length], [1, 2]);
  all.look();
  await clock.advance(0);
  all[Symbol.dispose]();
  assert.deepEqual([ran.length, told.at(-1)], [3, 'status: done']);
});

test('a job that fails says why, and is done again when it is due', async () => {
  const { all, clock, ran, told, own } = scene({ status: { runs: 'a', every: '1 min' } });
  own.run = () => Promise.reject(new Error('no answer'));
  await clock.advance(2 * MINUTE);
  all[Symbol.dispose]();
  assert.deepEqual(told.slice(0, 2), ['status: started', 'status: failed: no answer']);
  assert.equal(ran.length, 2);
});

/** Jobs by a wall clock that can be set, apart from the time that passes. */
function settable(start: string, trigger: AnyJob) {
  const clock = new FakeClock(start);
  let ahead = 0n;
  const ran: string[] = [];
  const stepped = {
    elapsed: () => clock.elapsed(),
    now: () => clock.now() + ahead,
    after: (ms: number, run: () => void) => clock.after(ms, run),
  };
  const all = new Jobs({
    clock: stepped,
    jobs: { job: trigger },
    parameter: () => null,
    hindrance: () => undefined,
    run: async () => void ran.push(toIso(stepped.now()).slice(0, 19)),
    announce: () => {},
  });
  all.start();
  const set = (time: string): void => {
    ahead = fromIso(time) - clock.now();
  };
  return { all, clock, ran, set };
}

const DAILY = { runs: 'a', cron: '0 3 * * *' } as const;

test('a machine that slept does not make up for what it missed', async () => {
  const { all, clock, ran, set } = settable('2026-03-01T00:00:00Z', DAILY);
  await clock.advance(1_000);
  set('2026-03-03T04:00:00Z');
  await clock.advance(23 * HOUR);
  all[Symbol.dispose]();
  assert.deepEqual(ran, ['2026-03-04T03:00:00']);
});

test('a wall clock that was wrong at first, behind or ahead, is followed from when it is set', async () => {
  for (const wrong of ['1970-01-01T00:00:00Z', '2036-03-01T05:00:00Z']) {
    const { all, clock, ran, set } = settable(wrong, DAILY);
    await clock.advance(10_000);
    set('2026-03-01T14:00:00Z');
    await clock.advance(14 * HOUR);
    all[Symbol.dispose]();
    assert.deepEqual(ran, ['2026-03-02T03:00:00']);
    assert.equal(clock.pending, 0);
  }
});

test('a clock that is set by seconds over the time of a job does not make it be left out or done twice', async () => {
  for (const set of ['2026-03-01T03:00:02Z', '2026-03-01T02:59:56Z']) {
    const own = settable('2026-03-01T02:00:00Z', DAILY);
    await own.clock.advance(HOUR - 1_000);
    own.set(set);
    await own.clock.advance(2 * HOUR);
    own.all[Symbol.dispose]();
    assert.equal(own.ran.length, 1);
  }
});

test('a job at a time is done once, also when the clock is set back after it', async () => {
  const { all, clock, ran, set } = settable('2026-03-01T00:00:00Z', { runs: 'a', at: '2026-03-01T01:00:00Z' });
  await clock.advance(HOUR);
  set('2026-03-01T00:30:00Z');
  await clock.advance(2 * HOUR);
  all[Symbol.dispose]();
  assert.deepEqual([ran, clock.pending], [['2026-03-01T01:00:00'], 0]);
});

test('a schedule replaces the trigger of a job by its name or its command, and adds commands', () => {
  const definition = {
    jobs: {
      sync: { runs: 'clock_sync', every: '1 d', in: 'command' },
      status: { runs: 'acquire_status', every: '1 h' },
    },
  } as const;
  const schedule = { clock_sync: { cron: '0 3 * * *' }, status: { every: '5 min' }, wipe: { every: '1 d' } };
  assert.deepEqual(scheduledJobs(definition, schedule), {
    sync: { runs: 'clock_sync', cron: '0 3 * * *', in: 'command' },
    status: { runs: 'acquire_status', every: '5 min' },
    wipe: { runs: 'wipe', every: '1 d' },
  });
});
