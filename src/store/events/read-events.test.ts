import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../kit/clock.ts';
import { FakeClock } from '../../kit/fake-clock.ts';
import { silentLogger } from '../../kit/logger.ts';
import { fromIso } from '../../kit/time.ts';
import type { InstrumentEvent } from '../../model/event.ts';
import type { EventDraft } from '../../model/event-draft.ts';
import { EventLog } from './event-log.ts';
import { matches } from './event-matches.ts';
import { eventsEnd, followEvents } from './follow-events.ts';
import { type EventQuery, readEvents } from './read-events.ts';

const DAY = 24 * 3_600_000;
const ADA = 'ada@nansen sonde set';
const command = (name: string, outcome: 'done' | 'failed', by: string): EventDraft => ({
  type: 'command',
  by,
  details: { command: name, args: {}, outcome, milliseconds: 12 },
});
const changed = (parameter: string, by: string): EventDraft => ({
  type: 'parameter_changed',
  by,
  details: { parameter, from: 60, to: 30 },
});
const gap: EventDraft = {
  type: 'log_gap',
  by: 'port_agent',
  details: { from: 'a', to: 'b', packets: 3, bytes: 120, reason: 'ENOSPC: no space left on device' },
};

async function temporary(t: TestContext): Promise<string> {
  const base = await mkdtemp(join(tmpdir(), 'sonde-read-events-'));
  t.after(() => rm(base, { recursive: true, force: true }));
  return base;
}

/** Two days of two instruments: a closed day and lines. */
async function scene(t: TestContext) {
  const base = await temporary(t);
  const folders = ['adcp', 'ctd'].map((id) => join(base, id, 'events'));
  const days: readonly (readonly EventDraft[])[] = [
    [command('set', 'done', ADA), changed('interval', ADA), command('clock_sync', 'failed', 'schedule')],
    [gap, changed('gain', 'bob@nansen sonde set'), changed('interval', 'instrument')],
  ];
  for (const [i, instrument] of ['adcp', 'ctd'].entries()) {
    const clock = new FakeClock(`2026-11-22T12:00:0${i}Z`);
    for (const drafts of days) {
      const log = new EventLog({ folder: folders[i]!, instrument, clock, logger: silentLogger });
      for (const draft of drafts) {
        log.record(draft);
        await clock.advance(10_000);
      }
      await log[Symbol.asyncDispose]();
      await clock.advance(DAY);
    }
  }
  return { folders };
}

test('events are found by each of their sides, in lines and in Parquet, and as they are told just the same', async (t) => {
  const { folders } = await scene(t);
  const all = await readEvents(folders);
  assert.equal(all.length, 12);
  const queries: readonly (readonly [EventQuery, number])[] = [
    [{ types: ['parameter_changed'] }, 6],
    [{ types: ['command', 'log_gap'] }, 6],
    [{ types: [] }, 0],
    [{ level: 'info' }, 12],
    [{ level: 'warning' }, 4],
    [{ level: 'error' }, 2],
    [{ by: 'ada' }, 4],
    [{ by: 'schedule' }, 2],
    [{ by: "o'neill" }, 0],
    [{ subject: 'interval' }, 4],
    [{ text: 'NO SPACE' }, 2],
    [{ text: '%' }, 0],
    [{ from: fromIso('2026-11-22T12:00:10Z') }, 10],
    [{ to: fromIso('2026-11-22T12:00:10Z') }, 2],
    [{ from: fromIso('2026-11-22T12:00:10Z'), to: fromIso('2026-11-23'), types: ['command'] }, 2],
  ];
  const day = fromIso('2026-11-22');
  await assert.rejects(readEvents(folders, { from: day, to: day }), /to: must be later than from/);
  for (const [query, count] of queries) {
    const found = await readEvents(folders, query);
    assert.equal(
      found.length,
      count,
      JSON.stringify(query, (_, value) => (typeof value === 'bigint' ? `${value}` : value)),
    );
    assert.deepEqual(
      found,
      all.filter((event) => matches(event, query)),
    );
  }
});

test('a limit leaves the first ones of the order that is asked for', async (t) => {
  const { folders } = await scene(t);
  const all = await readEvents(folders);
  assert.deepEqual(await readEvents(folders, { limit: 3 }), all.slice(0, 3));
  assert.deepEqual(await readEvents(folders, { limit: 3, order: 'newest' }), all.toReversed().slice(0, 3));
});

test('the newest are found where days have few of those that are wanted, and one happened long before it was told', async (t) => {
  const folder = join(await temporary(t), 'ctd', 'events');
  const clock = new FakeClock('2026-11-01T12:00:00Z');
  for (let day = 1; day <= 12; day++) {
    const log = new EventLog({ folder, instrument: 'ctd', clock, logger: silentLogger });
    log.record(changed(`p${day}`, day % 5 === 0 ? ADA : 'schedule'));
    if (day === 12) log.record({ ...gap, time: fromIso('2026-11-03T18:00:00Z') });
    await log[Symbol.asyncDispose]();
    await clock.advance(DAY);
  }
  const newestFirst = (await readEvents([folder])).toReversed();
  assert.equal(newestFirst.length, 13);
  for (let limit = 1; limit <= 14; limit++) {
    assert.deepEqual(await readEvents([folder], { limit, order: 'newest' }), newestFirst.slice(0, limit));
  }
  const ofAda = await readEvents([folder], { by: 'ada', limit: 2, order: 'newest' });
  assert.deepEqual(
    ofAda.map(({ subject }) => subject),
    ['p10', 'p5'],
  );
});

test('an instrument of which nothing was ever told has no events', async (t) => {
  assert.deepEqual(await readEvents([join(await temporary(t), 'nobody', 'events')]), []);
});

test('events are followed as they are told, over midnight', async (t) => {
  const folder = join(await temporary(t), 'ctd', 'events');
  const tell = async (name: string, time: string): Promise<void> => {
    const clock = new FakeClock(time);
    const log = new EventLog({ folder, instrument: 'ctd', clock, logger: silentLogger });
    log.record(changed(name, ADA));
    await log[Symbol.asyncDispose]();
  };
  const stop = new AbortController();
  await tell('old', '2026-11-22T23:59:58Z');
  const followed = followEvents([folder], await eventsEnd([folder]), { clock: systemClock, signal: stop.signal });
  for (const [name, time] of [
    ['late', '2026-11-22T23:59:59Z'],
    ['early', '2026-11-23T00:00:01Z'],
  ] as const) {
    const next = followed.next();
    await tell(name, time);
    const { value } = await next;
    assert.deepEqual(
      value?.map(({ subject }: InstrumentEvent) => subject),
      [name],
    );
  }
  stop.abort();
  assert.equal((await followed.next()).done, true);
});

/** Tells numbered events until it is killed, and says how far it has got. */
async function child(folder: string, first: number): Promise<number> {
  const telling = fork(fileURLToPath(new URL('./test-telling.ts', import.meta.url)), [folder, String(first)]);
  let said = first - 1;
  telling.on('message', (number) => {
    said = Number(number);
    if (said - first >= 20 + Math.random() * 100) telling.kill('SIGKILL');
  });
  await once(telling, 'close');
  return said;
}

test('a program that is killed loses at most what it told last, and nothing is there twice', async (t) => {
  const folder = join(await temporary(t), 'ctd', 'events');
  const told: number[] = [];
  for (let run = 0; run < 5; run++) told.push(await child(folder, run * 1000));
  const numbers = (await readEvents([folder])).map(({ details }) => Number(details.to));
  assert.deepEqual(
    numbers.toSorted((a, b) => a - b),
    told.flatMap((last, run) => {
      const own = numbers.filter((number) => Math.floor(number / 1000) === run);
      assert.ok(own.length > last - run * 1000, `${own.length} of ${last - run * 1000 + 1}`);
      return Array.from({ length: own.length }, (_, i) => run * 1000 + i);
    }),
  );
});
