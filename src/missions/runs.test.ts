import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ForbiddenError, LockedError, NotFoundError, StateError } from '../kit/errors.ts';
import type { MissionRun } from '../model/api/mission.ts';
import { callerOf, engineer, missionRig } from './test-rig.ts';

const MINUTE = 60_000;
const operator = callerOf('otto', 'operator');

const statesOf = ({ steps }: MissionRun): string[] => steps.map(({ state, attempt }) => `${state} ${attempt}`);
const lengthOf = ({ started, ended = '' }: MissionRun): number => Date.parse(ended) - Date.parse(started);
const isOver = (run: MissionRun): MissionRun | undefined => (run.ended === undefined ? undefined : run);

test('a step that fails is tried again, and then the mission ends or goes on as the step says, or else the mission', async () => {
  await using rig = await missionRig('ctd');
  await rig.inState('command');
  const run = await rig.carryOut(`
on_failure: { retry: 2, after: '1 min' }
steps:
  - wait: { until: "ctd.state == 'autosample'", at_most: '1 s' }
    on_failure: { retry: 1, else: skip }
  - wait: { until: "ctd.state == 'autosample'", at_most: '1 s' }
  - wait: '1 s'
finally:
  - exec: { ctd: start_autosample }
`);
  assert.equal(run.state, 'failed');
  assert.match(
    run.error ?? '',
    /^wait until ctd\.state == 'autosample', at most 1 s: waited 1 s for ctd\.state == 'autosample'$/,
  );
  assert.deepEqual(statesOf(run), ['skipped 2', 'failed 3', 'stopped 0', 'done 1']);
  assert.equal(run.steps[1]?.error?.code, 'timeout');
  const { started = '', ended = '' } = run.steps[1] ?? {};
  assert.ok(Date.parse(ended) - Date.parse(started) >= 2 * MINUTE + 3000);
  await rig.inState('autosample');
  assert.deepEqual(
    rig.notes.filter(({ draft }) => draft.type === 'mission_step_failed').length,
    2,
    'what was skipped is told too',
  );
});

test('branches go on at the same time, and the first that fails ends the others', async () => {
  await using rig = await missionRig('ctd');
  await rig.inState('command');
  const together = await rig.carryOut(`
steps:
  - parallel:
      - wait: '10 min'
      - [ wait: '3 min', wait: '6 min' ]
`);
  assert.equal(together.state, 'done');
  assert.ok(lengthOf(together) >= 10 * MINUTE && lengthOf(together) < 11 * MINUTE);
  const failed = await rig.carryOut(`
steps:
  - parallel:
      - wait: '10 min'
      - [ wait: { until: 'ctd.alarms > 7', at_most: '1 min' }, wait: '6 min' ]
`);
  assert.deepEqual(statesOf(failed), ['stopped 1', 'failed 1', 'stopped 0']);
  assert.match(failed.error ?? '', /^\[2\] wait until ctd\.alarms > 7/);
  assert.ok(lengthOf(failed) < 2 * MINUTE);
});

test('a paused mission waits for nothing, and goes on where it was', async () => {
  await using rig = await missionRig();
  await rig.service().save('test', "steps: [ wait: '10 min' ]", engineer);
  const waiting = rig.until((run) => (run.steps[0]?.state === 'running' ? run : undefined));
  const { id } = await rig.service().start('test', operator);
  await waiting;
  assert.equal((await rig.service().control(id, 'pause', operator)).state, 'paused');
  await assert.rejects(rig.service().control(id, 'pause', operator), StateError);
  const over = rig.until(isOver);
  const pause = new Promise<void>((resolve) => void rig.clock.after(60 * MINUTE, resolve));
  await pause;
  assert.equal((await rig.service().runs())[0]?.state, 'paused');
  await rig.service().control(id, 'resume', operator);
  const run = await over;
  assert.equal(run.state, 'done');
  assert.ok(lengthOf(run) >= 70 * MINUTE && lengthOf(run) < 71 * MINUTE);
  await assert.rejects(rig.service().control(id, 'stop', operator), StateError);
  await assert.rejects(rig.service().control('none', 'stop', operator), NotFoundError);
});

test('who stops a mission breaks off its command; what is to be done at the end is done', async () => {
  await using rig = await missionRig('ctd');
  await rig.inState('command');
  await rig
    .service()
    .save('test', 'steps: [ exec: { ctd: acquire_sample } ]\nfinally: [ exec: { ctd: start_autosample } ]', engineer);
  const asked = new Promise<void>((resolve) =>
    rig.bus.subscribe('job', ({ state }) => state === 'running' && resolve()),
  );
  const over = rig.until(isOver);
  const { id } = await rig.service().start('test', operator);
  await asked;
  const noted = new Promise<void>((resolve) =>
    rig.bus.subscribe('note', ({ draft }) => draft.type === 'mission_ended' && resolve()),
  );
  await rig.service().control(id, 'stop', callerOf('hugo', 'operator'));
  const run = await over;
  assert.equal(run.state, 'stopped');
  assert.equal(run.error, 'stopped by hugo');
  assert.deepEqual(statesOf(run), ['stopped 1', 'done 1']);
  assert.equal(run.steps[0]?.error, undefined);
  await noted;
  const told = rig.notes.filter(({ draft }) => draft.type.startsWith('mission_')).map(({ draft }) => draft);
  assert.deepEqual(
    told.map(({ type, by }) => `${type} by ${by}`),
    ['mission_saved by eva', 'mission_started by otto', 'mission_stopped by hugo', 'mission_ended by otto'],
  );
  const { jobs } = await rig.bus.find('instrument', 'ctd')!.overview();
  assert.deepEqual(jobs.map(({ command, state }) => `${command}: ${state}`).sort(), [
    'acquire_sample: cancelled',
    'start_autosample: done',
  ]);
});

test('a mission does not begin while somebody else holds one of its instruments, and takes none then', async () => {
  await using rig = await missionRig('ctd', 'deep');
  await rig.inState('command');
  const locks = rig.bus.find('locks', '')!;
  const anna = callerOf('anna', 'operator');
  const { key } = await locks.take('deep', { reason: 'repair', seconds: 3600, take_over: false }, anna);
  await rig.service().save('test', 'steps: [ discover: [ctd, deep] ]', engineer);
  await assert.rejects(
    rig.service().start('test', operator),
    (error) => error instanceof LockedError && /anna/.test(error.message),
  );
  assert.deepEqual(
    (await locks.list()).map(({ instrument }) => instrument),
    ['deep'],
  );
  const over = rig.until(isOver);
  await rig.service().start('test', { ...anna, lock: key });
  assert.equal((await over).state, 'done');
  assert.equal(locks.of('deep')?.reason, 'repair', 'it stays hers');
});

test('a mission whose instrument is taken over ends, and leaves that instrument alone', async () => {
  await using rig = await missionRig('ctd');
  await rig.inState('command');
  await rig.service().save('test', "steps: [ discover: ctd, wait: '30 min', discover: ctd ]", engineer);
  const waiting = rig.until((run) => (run.steps[1]?.state === 'running' ? run : undefined));
  const over = rig.until(isOver);
  await rig.service().start('test', operator);
  await waiting;
  const locks = rig.bus.find('locks', '')!;
  await locks.take('ctd', { reason: 'urgent', seconds: 3600, take_over: true }, callerOf('root', 'admin'));
  const run = await over;
  assert.equal(run.state, 'failed');
  assert.equal(run.error, 'the lock on ctd was taken over by root: urgent');
  assert.deepEqual(statesOf(run), ['done 1', 'stopped 1', 'stopped 0']);
});

test('a mission whose lock somebody else ends is told who did', async () => {
  await using rig = await missionRig('ctd');
  await rig.inState('command');
  await rig.service().save('test', "steps: [ discover: ctd, wait: '30 min' ]", engineer);
  const waiting = rig.until((run) => (run.steps[1]?.state === 'running' ? run : undefined));
  const over = rig.until(isOver);
  await rig.service().start('test', operator);
  await waiting;
  await rig.bus.find('locks', '')!.release('ctd', callerOf('root', 'admin'));
  assert.equal((await over).error, 'the lock on ctd was ended by root');
});

test('the lock of a mission is renewed for as long as it takes', async () => {
  await using rig = await missionRig('ctd');
  await rig.inState('command');
  const run = await rig.carryOut("steps: [ wait: '20 min', discover: ctd ]");
  assert.equal(run.state, 'done');
  assert.equal(run.error, undefined);
});

test('it may do what its author may, whoever starts it; a token for other instruments only may not', async () => {
  await using rig = await missionRig('ctd');
  await rig.inState('command');
  const other = callerOf('token x', 'operator', { instruments: ['deep'] });
  const heldAs: unknown[] = [];
  rig.bus.subscribe('lock', ({ lock }) => lock && heldAs.push(lock.role));
  await rig.service().save('test', 'steps: [ discover: ctd ]', engineer);
  await assert.rejects(rig.service().start('test', other), ForbiddenError);
  await assert.rejects(rig.service().save('mine', 'steps: [ discover: ctd ]', other), ForbiddenError);
  await assert.rejects(rig.service().remove('test', other), ForbiddenError);
  await assert.rejects(rig.service().save('test', "steps: [ wait: '1 s' ]", other), ForbiddenError);
  await assert.rejects(rig.service().start('tset', operator), NotFoundError);
  const over = rig.until(isOver);
  await rig.service().start('test', operator);
  assert.equal((await over).state, 'done');
  assert.equal(rig.notes.find(({ draft }) => draft.type === 'lock_taken')?.draft.by, 'otto');
  assert.deepEqual(heldAs, ['engineer']);
});

test('a mission starts by its schedule; while a run still goes on no other is begun, and that is told', async () => {
  await using rig = await missionRig();
  const saved = await rig.service().save('test', "schedule: '0 6 * * *'\nsteps: [ wait: '30 h' ]", engineer);
  assert.equal(saved.next, '2026-01-01T06:00:00.000Z');
  const notStarted = new Promise<string>((resolve) =>
    rig.bus.subscribe('note', ({ draft }) => draft.type === 'mission_not_started' && resolve(draft.details.reason)),
  );
  const run = await rig.until((one) => (one.steps[0]?.state === 'running' ? one : undefined));
  assert.equal(run.by, 'schedule');
  assert.match(run.started, /^2026-01-01T06:00:00/);
  await assert.rejects(rig.service().start('test', operator), StateError);
  assert.match(await notStarted, /'start' is not possible in state 'running'/);
  await rig.service().remove('test', engineer);
  assert.deepEqual(await rig.service().list(), []);
});

test('it waits for a time of the day', async () => {
  await using rig = await missionRig();
  const run = await rig.carryOut("steps: [ wait: { time: '05:30' } ]");
  assert.match(run.ended ?? '', /^2026-01-01T05:30:00/);
});

test('a run that the end of the program cuts off is stopped, and says why; so is one that a crash cut off', async () => {
  await using rig = await missionRig();
  await rig.service().save('test', "steps: [ wait: '30 h', wait: '1 s' ]\nfinally: [ wait: '1 s' ]", engineer);
  const waiting = rig.until((run) => (run.steps[0]?.state === 'running' ? run : undefined));
  await rig.service().start('test', operator);
  const going = await waiting;
  await rig.restart();
  const [cut] = await rig.service().runs();
  assert.equal(cut?.state, 'stopped');
  assert.equal(cut.error, 'the program ended while it ran');
  assert.deepEqual(statesOf(cut), ['stopped 1', 'stopped 0', 'stopped 0']);
  rig.database.prepare('UPDATE mission_runs SET run = ?').run(JSON.stringify(going));
  await rig.restart();
  const [crashed] = await rig.service().runs();
  assert.deepEqual({ ...crashed, ended: undefined }, { ...cut, steps: crashed?.steps, ended: undefined });
  assert.deepEqual(crashed && statesOf(crashed), ['stopped 1', 'stopped 0', 'stopped 0']);
  assert.equal(rig.notes.filter(({ draft }) => draft.type === 'mission_ended').length, 2);
});

test('only the last 100 runs are kept, the newest first', async () => {
  await using rig = await missionRig();
  for (let i = 0; i < 103; i++) await rig.carryOut(`title: run ${i}\nsteps: [ wait: '0 s' ]`);
  const runs = await rig.service().runs();
  assert.equal(runs.length, 100);
  assert.ok(runs.every(({ started }, i) => i === 0 || started <= runs[i - 1]!.started));
  const [row] = rig.database.prepare('SELECT count(*) AS n FROM mission_runs').all();
  assert.equal(row?.n, 100);
});
