import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NotFoundError, ParameterError } from '../kit/errors.ts';
import { toEvent } from '../model/event-draft.ts';
import { AlertRig, configWith, sampleAt } from './test-alerts.ts';

const BOUNDS = { temp: { warning: [0, 30], alarm: [-2, 35] } };
const rigWith = (own: object = BOUNDS) => AlertRig.start(configWith(own));
const warm = { temp: 31 };
const hot = { temp: 36 };
const well = { temp: 20 };

test('an alert is raised, acknowledged and, when it is over, gone; each is told with who did it', async () => {
  await using rig = await rigWith();
  rig.samples(sampleAt(1, warm));
  const raised = await rig.theAlert();
  assert.equal(raised.active, true);
  assert.equal(raised.level, 'warning');
  assert.equal(raised.raised, '2026-01-01T00:00:01.000Z');
  await rig.answer('acknowledge', { comment: 'on it' });
  assert.deepEqual((await rig.theAlert()).acknowledged, {
    by: 'ada',
    at: '2026-01-01T00:00:00.000Z',
    comment: 'on it',
  });
  await rig.clock.advance(5000);
  rig.samples(sampleAt(5, well));
  assert.deepEqual(await rig.list(), []);
  assert.deepEqual(rig.noted, ['alert_raised driver', 'alert_acknowledged ada', 'alert_returned driver']);
  const last = rig.told.at(-1);
  assert.equal(last?.active, false);
  assert.equal(last?.returned, '2026-01-01T00:00:05.000Z');
  assert.deepEqual(new Set(rig.told.map(({ id }) => id)), new Set([raised.id]));
});

test('what is over before anybody has taken note stays until then', async () => {
  await using rig = await rigWith();
  rig.samples(sampleAt(1, warm), sampleAt(2, well));
  assert.equal((await rig.theAlert()).active, false);
  await rig.answer('acknowledge');
  assert.deepEqual(await rig.list(), []);
});

test('what gets worse must be taken note of again, what gets better must not', async () => {
  await using rig = await rigWith();
  rig.samples(sampleAt(1, warm));
  await rig.answer('acknowledge');
  await rig.clock.advance(2000);
  rig.samples(sampleAt(2, hot));
  const worse = await rig.theAlert();
  assert.deepEqual([worse.level, worse.acknowledged, worse.count], ['alarm', undefined, 1]);
  await rig.answer('acknowledge');
  await rig.clock.advance(2000);
  rig.samples(sampleAt(4, warm));
  const better = await rig.theAlert();
  assert.deepEqual([better.level, better.acknowledged?.by], ['warning', 'ada']);
  assert.deepEqual(rig.noted, [
    'alert_raised driver',
    'alert_acknowledged ada',
    'alert_raised driver',
    'alert_acknowledged ada',
    'alert_lowered driver',
  ]);
});

test('what comes and goes a thousand times a second is one alert, told once a second', async () => {
  await using rig = await rigWith();
  for (let i = 0; i < 1000; i++) rig.samples(sampleAt(i / 1000, i % 2 === 0 ? warm : well));
  assert.equal(rig.told.length, 1);
  await rig.clock.advance(1000);
  assert.equal(rig.told.length, 2);
  const { count, active } = await rig.theAlert();
  assert.deepEqual([count, active], [500, false]);
  assert.deepEqual(rig.told.at(-1), await rig.theAlert());
  assert.ok(rig.notes.length <= 4, rig.noted.join());
});

test('an acknowledged alert that is over and comes again within the second is a new matter', async () => {
  await using rig = await rigWith();
  rig.samples(sampleAt(1, warm));
  await rig.answer('acknowledge');
  rig.samples(sampleAt(1.1, well), sampleAt(1.2, warm));
  const { active, acknowledged, count } = await rig.theAlert();
  assert.deepEqual([active, acknowledged, count], [true, undefined, 2]);
});

test('an alert that was acknowledged and shelved stays put aside however often it comes and goes; cleared it is gone', async () => {
  await using rig = await rigWith();
  rig.samples(sampleAt(1, warm));
  await rig.answer('acknowledge');
  await rig.answer('shelve', { minutes: 10 });
  for (const [at, temp] of [well, warm, well].entries()) {
    rig.samples(sampleAt(2 + at, temp));
    await rig.clock.advance(1000);
    assert.notEqual((await rig.theAlert()).shelved, undefined);
  }
  const { active, acknowledged, count } = await rig.theAlert();
  assert.deepEqual({ active, acknowledged, count }, { active: false, acknowledged: undefined, count: 2 });
  await rig.answer('acknowledge');
  await rig.clock.advance(10 * 60_000);
  assert.deepEqual(await rig.list(), []);
  rig.samples(sampleAt(6, warm));
  await rig.answer('shelve', { minutes: 10 });
  await rig.answer('clear');
  assert.deepEqual(await rig.list(), []);
});

test('a shelved alert comes back by itself, also after a restart', async () => {
  await using rig = await rigWith();
  rig.samples(sampleAt(1, warm));
  await rig.answer('shelve', { minutes: 10, comment: 'cleaning' });
  assert.deepEqual((await rig.theAlert()).shelved, {
    by: 'ada',
    at: '2026-01-01T00:00:00.000Z',
    until: '2026-01-01T00:10:00.000Z',
    comment: 'cleaning',
  });
  await rig.restart(configWith(BOUNDS));
  await rig.clock.advance(10 * 60_000 - 1);
  assert.notEqual((await rig.theAlert()).shelved, undefined);
  await rig.clock.advance(1);
  assert.equal((await rig.theAlert()).shelved, undefined);
  assert.deepEqual(rig.noted, ['alert_raised driver', 'alert_shelved ada', 'alert_unshelved schedule']);
});

test('comments stay with the alert, and clear takes it from the list though it is not over', async () => {
  await using rig = await rigWith();
  rig.samples(sampleAt(1, warm));
  await rig.answer('comment', { comment: 'is the pump off?' });
  assert.deepEqual((await rig.theAlert()).comments, [
    { by: 'ada', at: '2026-01-01T00:00:00.000Z', comment: 'is the pump off?' },
  ]);
  await rig.answer('clear');
  assert.deepEqual(await rig.list(), []);
  rig.samples(sampleAt(2, warm));
  assert.deepEqual(await rig.list(), [], 'it was never over: nothing new has happened');
  rig.samples(sampleAt(3, well), sampleAt(4, warm));
  assert.equal((await rig.theAlert()).count, 1);
});

test('an answer to what is not there, or that lacks something, is refused with what would be right', async () => {
  await using rig = await rigWith();
  rig.samples(sampleAt(1, warm));
  await assert.rejects(rig.answer('shelve'), (error: unknown) => {
    assert.ok(error instanceof ParameterError);
    assert.deepEqual(
      error.issues.map(({ name }) => name),
      ['minutes'],
    );
    return true;
  });
  await assert.rejects(rig.answer('comment', { comment: '' }), ParameterError);
  await assert.rejects(
    rig.service.answer('none', 'clear', {}, { by: 'ada', user: 'ada', role: 'operator' }),
    NotFoundError,
  );
});

test('alerts outlive the program; what is over by then returns, what still holds is not told anew', async () => {
  await using rig = await rigWith();
  rig.samples(sampleAt(1, hot));
  const before = await rig.theAlert();
  await rig.restart(configWith(BOUNDS));
  assert.deepEqual(await rig.theAlert(), before);
  rig.samples(sampleAt(10, hot));
  assert.deepEqual(await rig.theAlert(), before);
  await rig.restart(configWith(BOUNDS));
  // A log that is read again from before the alert.
  rig.samples(sampleAt(0.5, well), sampleAt(1, hot));
  assert.deepEqual(await rig.theAlert(), before);
  rig.samples(sampleAt(11, well));
  assert.equal((await rig.theAlert()).active, false);
  assert.deepEqual(rig.noted, ['alert_raised driver', 'alert_returned driver']);
});

test('an alert that was told less than a second before the program ends is kept as it stood', async () => {
  await using rig = await rigWith();
  rig.samples(sampleAt(1, warm), sampleAt(1.1, hot));
  const before = await rig.theAlert();
  await rig.restart(configWith(BOUNDS));
  assert.deepEqual(await rig.theAlert(), before);
});

test('what the configuration does not watch any more is cleared by it; other instruments are not disturbed', async () => {
  await using rig = await rigWith();
  rig.samples(sampleAt(1, warm));
  rig.bus.publish('config', configWith({ conductivity: { warning: [0, 7] } }));
  assert.deepEqual(await rig.list(), []);
  assert.equal(rig.noted.at(-1), 'alert_cleared configuration');
  rig.samples(sampleAt(2, { temp: 31, conductivity: 8 }));
  assert.equal((await rig.theAlert()).subject, 'ctd.conductivity');
});

test('every note is an event of its type', async () => {
  await using rig = await rigWith();
  rig.samples(sampleAt(1, warm));
  await rig.clock.advance(2000);
  rig.samples(sampleAt(2, hot));
  for (const request of ['acknowledge', 'unshelve'] as const) await rig.answer(request);
  await rig.answer('shelve', { minutes: 1 });
  await rig.answer('clear', { comment: 'done' });
  const texts = rig.notes
    .map(({ instrument = '', draft }) => toEvent(draft, instrument, 0n))
    .map(({ level, text }) => `${level} ${text}`);
  assert.deepEqual(texts, [
    'warning warning: ctd.temp is 31, above 30, since 2026-01-01T00:00:01Z',
    'error alarm: ctd.temp is 36, above 35, since 2026-01-01T00:00:02Z',
    'info alert of ctd.temp acknowledged',
    'info alert of ctd.temp shelved until 2026-01-01T00:01:02.000Z',
    'info alert of ctd.temp cleared: done',
  ]);
});
