import assert from 'node:assert/strict';
import { appendFile, copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { FakeClock } from '../../kit/fake-clock.ts';
import { type Logger, silentLogger } from '../../kit/logger.ts';
import { fromIso, toIso } from '../../kit/time.ts';
import type { EventDraft } from '../../model/event-draft.ts';
import { EventLog } from './event-log.ts';
import { readEvents } from './read-events.ts';

const DAY = 24 * 3_600_000;

/** A folder of events, and logs of it on a clock that stands still. */
async function scene(t: TestContext, { logger = silentLogger }: { readonly logger?: Logger } = {}) {
  const base = await mkdtemp(join(tmpdir(), 'sonde-events-'));
  t.after(() => rm(base, { recursive: true, force: true }));
  const folder = join(base, 'ctd', 'events');
  const clock = new FakeClock('2026-11-22T12:00:00Z');
  const open = (at: FakeClock = clock): EventLog => new EventLog({ folder, instrument: 'ctd', clock: at, logger });
  const texts = async (): Promise<string[]> => (await readEvents([folder])).map(({ text }) => text);
  const names = async (): Promise<string[]> => (await readdir(folder)).sort();
  return { base, folder, clock, open, texts, names };
}

const drift = (milliseconds: number): EventDraft => ({ type: 'clock_drift', details: { milliseconds } });
const changed = (to: number, by?: string): EventDraft => ({
  type: 'parameter_changed',
  by,
  details: { parameter: 'interval', from: to - 1, to },
});

test('an event is a line of its day, with all that follows from its type', async (t) => {
  const { folder, open } = await scene(t);
  const log = open();
  log.record(changed(30, 'ada@nansen sonde set'));
  await log[Symbol.asyncDispose]();
  assert.deepEqual(JSON.parse(await readFile(join(folder, '2026-11-22.jsonl'), 'utf8')), {
    time: '2026-11-22T12:00:00.000Z',
    instrument: 'ctd',
    type: 'parameter_changed',
    level: 'info',
    by: 'ada@nansen sonde set',
    subject: 'interval',
    text: 'interval changed from 29 to 30',
    details: { parameter: 'interval', from: 29, to: 30 },
  });
});

test('what stands in lines is read as what was told, to the nanosecond and with bytes of every kind', async (t) => {
  const { folder, open, clock } = await scene(t);
  const log = open();
  const place = { link: 'master', day: '2026-11-21', offset: 48 };
  const details = { link: 'master', text: 'é "quoted" \\x00 \u0000 …' };
  const time = fromIso('2026-11-21T23:59:59.123456789Z');
  log.record({ type: 'port_agent_fault', by: 'port_agent', time, log: place, details });
  await log[Symbol.asyncDispose]();
  const [event] = await readEvents([folder]);
  assert.deepEqual(event, {
    time,
    instrument: 'ctd',
    type: 'port_agent_fault',
    level: 'error',
    by: 'port_agent',
    subject: 'master',
    text: `the port agent has a fault: ${details.text}`,
    details,
    log: place,
  });
  assert.equal(clock.pending, 0);
});

test('a day that is over becomes Parquet when the next one begins, and its events are the same', async (t) => {
  const { folder, open, clock, texts, names } = await scene(t);
  const log = open();
  for (let i = 1; i <= 20; i++) log.record(changed(i));
  await clock.advance(1000);
  await log[Symbol.asyncDispose]();
  const before = await readEvents([folder]);
  await clock.advance(DAY);
  const next = open();
  next.record(changed(21));
  await next[Symbol.asyncDispose]();
  assert.deepEqual(await names(), ['2026-11-22.parquet', '2026-11-23.jsonl']);
  assert.deepEqual((await readEvents([folder])).slice(0, 20), before);
  assert.equal((await texts()).at(-1), 'interval changed from 20 to 21');
});

test('a program that ended between making Parquet and removing the lines leaves each event once', async (t) => {
  const { folder, open, clock, texts, names } = await scene(t);
  const log = open();
  log.record(changed(1));
  await log[Symbol.asyncDispose]();
  await copyFile(join(folder, '2026-11-22.jsonl'), join(folder, 'kept'));
  await clock.advance(DAY);
  const next = open();
  next.record(changed(2));
  await next[Symbol.asyncDispose]();
  await copyFile(join(folder, 'kept'), join(folder, '2026-11-22.jsonl'));
  await writeFile(join(folder, '.2026-11-21.parquet.tmp'), 'half of it');
  assert.deepEqual(await texts(), ['interval changed from 0 to 1', 'interval changed from 1 to 2']);
  const last = open();
  last.record(changed(3));
  await last[Symbol.asyncDispose]();
  assert.equal((await names()).includes('2026-11-22.jsonl'), false);
  assert.equal((await texts()).length, 3);
});

test('a line that was not finished is passed over by readers, and cut off before the next one', async (t) => {
  const { folder, open, texts } = await scene(t);
  const log = open();
  log.record(changed(1));
  await log[Symbol.asyncDispose]();
  await appendFile(join(folder, '2026-11-22.jsonl'), '{"time":"2026-11-22T12:00:01Z","instr');
  assert.deepEqual(await texts(), ['interval changed from 0 to 1']);
  const next = open();
  next.record(changed(2));
  await next[Symbol.asyncDispose]();
  assert.deepEqual(await texts(), ['interval changed from 0 to 1', 'interval changed from 1 to 2']);
  const lines = (await readFile(join(folder, '2026-11-22.jsonl'), 'utf8')).trimEnd().split('\n');
  assert.equal(lines.length, 2);
});

test('a clock that is set back to a day that was closed begins that day a second time, and loses nothing', async (t) => {
  const { open, clock, texts, names } = await scene(t);
  for (const at of [clock, new FakeClock('2026-11-23T00:00:10Z'), new FakeClock('2026-11-22T23:59:50Z')]) {
    const log = open(at);
    log.record(drift(5));
    await log[Symbol.asyncDispose]();
  }
  assert.deepEqual(await names(), ['2026-11-22.2.jsonl', '2026-11-22.parquet', '2026-11-23.parquet']);
  assert.equal((await texts()).length, 3);
});

test('lines that are no events stay aside, and are told', async (t) => {
  const warnings: object[] = [];
  const logger: Logger = { ...silentLogger, warn: (facts) => warnings.push(facts) };
  const { folder, open, clock, names } = await scene(t, { logger });
  const log = open();
  log.record(changed(1));
  await log[Symbol.asyncDispose]();
  await appendFile(join(folder, '2026-11-22.jsonl'), '\u0000\u0000\u0000\n');
  await clock.advance(DAY);
  const next = open();
  next.record(changed(2));
  await next[Symbol.asyncDispose]();
  assert.deepEqual(await names(), ['2026-11-22.jsonl.damaged', '2026-11-22.parquet', '2026-11-23.jsonl']);
  assert.deepEqual(warnings, [{ file: join(folder, '2026-11-22.jsonl.damaged'), lines: 1 }]);
  assert.equal((await readEvents([folder])).length, 2);
});

test('of a flood the first ones are kept as they are, the others are counted', async (t) => {
  const { folder, open, clock } = await scene(t);
  const log = open();
  for (let i = 0; i < 3600; i++) {
    log.record(drift(i));
    await clock.advance(100);
  }
  await log[Symbol.asyncDispose]();
  const events = await readEvents([folder]);
  const whole = events.filter(({ count }) => count === undefined);
  assert.equal(
    events.reduce((sum, { count = 1 }) => sum + count, 0),
    3600,
  );
  assert.ok(whole.length >= 30 && whole.length <= 30 + 6 * 3 + 1, `${whole.length} were kept whole`);
  const folded = events.find(({ count }) => count !== undefined)!;
  assert.ok(folded.until! > folded.time && folded.until! - folded.time <= 20_000_000_000n);
});

test('one that came too soon after others, and stays the only one, is kept as it is', async (t) => {
  const { folder, open } = await scene(t);
  const log = open();
  for (let i = 1; i <= 31; i++) log.record(drift(i));
  await log[Symbol.asyncDispose]();
  const last = (await readEvents([folder])).at(-1);
  assert.deepEqual([last?.details.milliseconds, last?.count, last?.until], [31, undefined, undefined]);
});

test('a flood of different events of one type is bounded too', async (t) => {
  const { folder, open, clock } = await scene(t);
  const log = open();
  for (let i = 0; i < 2000; i++)
    log.record({ type: 'fault', details: { during: 'reading', error: { message: `${i}` } } });
  await clock.advance(20_000);
  await log[Symbol.asyncDispose]();
  const events = await readEvents([folder]);
  const counted = events.flatMap(({ count }) => count ?? []);
  assert.equal(events.length - counted.length, 300);
  assert.ok(counted.length <= 2);
  assert.equal(
    counted.reduce((sum, count) => sum + count, 0),
    1700,
  );
});

test('what is read again in the log of a port agent is kept once, also by the next program', async (t) => {
  const { open, clock, texts } = await scene(t);
  const at = (offset: number, again: boolean): EventDraft => ({
    type: 'link_down',
    by: 'port_agent',
    time: fromIso('2026-11-22T11:00:00Z') + BigInt(offset),
    log: { day: '2026-11-22', offset },
    again,
    details: { reason: `${offset}` },
  });
  const first = open();
  first.record(at(10, false));
  first.record(at(20, false));
  first.record(at(10, true));
  await first[Symbol.asyncDispose]();
  const next = open();
  next.record(at(20, true));
  next.record(at(30, true));
  next.record(at(40, false));
  await next[Symbol.asyncDispose]();
  assert.deepEqual(
    (await texts()).map((text) => text.split(': ')[1]),
    ['10', '20', '30', '40'],
  );
  assert.equal(clock.pending, 0);
});

test('what is read again is kept once also where its day is closed', async (t) => {
  const { open, texts, names } = await scene(t);
  const up = (offset: number, again: boolean): EventDraft => ({
    type: 'link_up',
    time: fromIso('2026-11-22T11:00:00Z') + BigInt(offset),
    log: { link: 'master', day: '2026-11-22', offset },
    again,
    details: { to: `${offset}` },
  });
  const first = open();
  for (const offset of [10, 20]) first.record(up(offset, false));
  await first[Symbol.asyncDispose]();
  for (const day of ['2026-11-23', '2026-11-24']) {
    const log = open(new FakeClock(`${day}T12:00:00Z`));
    for (const offset of [10, 20, 30]) log.record(up(offset, true));
    await log[Symbol.asyncDispose]();
  }
  assert.deepEqual(await names(), ['2026-11-22.parquet', '2026-11-23.jsonl']);
  assert.deepEqual(
    (await texts()).map((text) => text.split(': ')[1]),
    ['10', '20', '30'],
  );
});

test('what is told of one thing in the log is not taken for another that stands before it there', async (t) => {
  const { open, texts } = await scene(t);
  const time = fromIso('2026-11-22T11:00:00Z');
  const link: EventDraft = { type: 'link_up', time, log: { day: '2026-11-22', offset: 500 }, details: { to: 'x' } };
  const details = { stream: 'ctd', from: 'A', to: 'B', seconds: 90 };
  const gap: EventDraft = { type: 'data_gap', time, log: { day: '2026-11-22', offset: 300 }, again: true, details };
  for (let run = 0; run < 2; run++) {
    const log = open();
    log.record({ ...link, again: run > 0 });
    log.record(gap);
    await log[Symbol.asyncDispose]();
  }
  assert.deepEqual((await texts()).toSorted(), [
    'no samples of ctd for 90.0 s after A',
    'the port agent is connected: x',
  ]);
});

test('while nothing can be written events wait, and the driver never hears of it', async (t) => {
  const said: string[] = [];
  const told = Promise.withResolvers<void>();
  const logger: Logger = {
    ...silentLogger,
    error: (_, message) => {
      said.push(message);
      told.resolve();
    },
    info: (_, message) => said.push(message),
  };
  const { base, open, clock, texts } = await scene(t, { logger });
  await writeFile(join(base, 'ctd'), 'a file where the folder should be');
  const log = open();
  log.record(changed(1));
  await told.promise;
  log.record(changed(2));
  assert.deepEqual(said, ['events cannot be kept; they wait']);
  await rm(join(base, 'ctd'));
  await clock.advance(60_000);
  await log[Symbol.asyncDispose]();
  assert.deepEqual(said, ['events cannot be kept; they wait', 'events are kept again']);
  assert.deepEqual(await texts(), ['interval changed from 0 to 1', 'interval changed from 1 to 2']);
});

test('no two events that happen now have the same time, unless the clock was set back', async (t) => {
  const { folder, open } = await scene(t);
  const log = open();
  for (let i = 1; i <= 3; i++) log.record(changed(i));
  await log[Symbol.asyncDispose]();
  assert.deepEqual(
    (await readEvents([folder])).map(({ time }) => toIso(time)),
    ['2026-11-22T12:00:00.000Z', '2026-11-22T12:00:00.000000001Z', '2026-11-22T12:00:00.000000002Z'],
  );
});
