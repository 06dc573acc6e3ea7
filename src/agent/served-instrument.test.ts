import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfirmationError, ForbiddenError, LockedError, ParameterError, StateError } from '../kit/errors.ts';
import { isOver } from '../model/api/job.ts';
import { callerOf, ENGINEER, OPERATOR, serve } from './test-served.ts';

const MEASURING = (line: string): string | undefined => (line === 'measure' ? 'step 1\r\nstep 2\r\n' : undefined);

test('a command is a job: it is told when it begins and ends, and how', async (t) => {
  const { told, run, bus } = await serve(t);
  const { service, agent } = run();
  await told.until(() => agent.driver.getCurrentState() === 'command');
  const states: string[] = [];
  bus.subscribe('job', ({ state }) => void states.push(state));
  const { id } = await service.start({ command: 'status', args: {} }, OPERATOR);
  const job = await service.wait(id);
  assert.deepEqual(states, ['waiting', 'running', 'done']);
  assert.deepEqual([job.command, job.by, job.result], ['status', OPERATOR.by, 'mode c\r\na 1\r\nb 2\r\nc 3\r\n']);
  assert.deepEqual((await service.overview()).jobs, [job]);
  await assert.rejects(service.job('other'), { code: 'not_found' });
});

test('how it stands says where its port agent gives out bytes, and nothing of its other ports', async (t) => {
  const { told, run } = await serve(t);
  const { service, agent } = run();
  await told.until(() => agent.driver.getCurrentState() === 'command');
  const { '': address, ...others } = (await service.overview()).port_agents;
  assert.deepEqual([Object.keys(address ?? {}), others], [['addr', 'port'], {}]);
});

test('a long command tells how far it is, and is broken off on request', async (t) => {
  const { told, run, message, device } = await serve(t, { answer: MEASURING });
  const { service, agent } = run();
  await told.until(() => agent.driver.getCurrentState() === 'command');
  const progress = message('job', (job) => job.progress?.done === 2);
  const { id } = await service.start({ command: 'measure', args: {} }, OPERATOR);
  assert.equal((await progress).progress?.of, 3);
  assert.equal((await service.summary()).state, 'measuring');
  const job = await service.cancel(id, OPERATOR);
  assert.equal(job.state, 'cancelled');
  await device.heard(/quit/);
  await told.until(() => agent.driver.getCurrentState() === 'command');
});

test('what cannot be done is refused at once, with all that is wrong', async (t) => {
  const { told, run } = await serve(t);
  const { service, agent } = run();
  await told.until(() => agent.driver.getCurrentState() === 'command');
  const start = (command: string, args = {}, caller = OPERATOR) => service.start({ command, args }, caller);
  await assert.rejects(
    start('statsu'),
    (error) => error instanceof ParameterError && /did you mean 'status'/.test(error.message),
  );
  await assert.rejects(
    start('status', { x: 1, y: 2 }),
    (error) => error instanceof ParameterError && error.issues.length === 2,
  );
  await assert.rejects(start('stop_autosample'), StateError);
  await assert.rejects(start('wipe'), ForbiddenError);
  await assert.rejects(
    start('wipe', {}, ENGINEER),
    (error) => error instanceof ConfirmationError && /Wipes its memory/.test(error.message),
  );
  const { id } = await service.start({ command: 'wipe', args: {}, confirm: true }, ENGINEER);
  const { error } = await service.wait(id);
  assert.deepEqual([error?.code, error?.status], ['protocol', 502]);
});

test('parameters are set as a job, and told with what is desired', async (t) => {
  const { told, run, message } = await serve(t);
  const { service, agent } = run();
  await told.until(() => agent.driver.getCurrentState() === 'command');
  await service.get(['a'], OPERATOR);
  assert.deepEqual(await service.preview({ a: 7, b: 2 }), {
    a: { from: 1, to: 7, changes: true },
    b: { from: 2, to: 2, changes: false },
  });
  const news = message('parameters', ({ parameters }) => parameters.a?.desired === 7);
  const result = await service.set({ a: 7 }, OPERATOR);
  assert.deepEqual([result.a?.actual, result.a?.desired], [7, 7]);
  await news;
  const { parameters, jobs } = await service.overview();
  assert.deepEqual([parameters.a?.actual, parameters.a?.desired], [7, 7]);
  assert.deepEqual(
    jobs.map(({ command, args, state }) => ({ command, args, state })),
    [{ command: 'set', args: { a: 7 }, state: 'done' }],
  );
});

test('who does not hold the lock may only look', async (t) => {
  const { told, run, locks } = await serve(t);
  const { service, agent } = run();
  await told.until(() => agent.driver.getCurrentState() === 'command');
  const held = await locks.take('unit', { reason: 'calibration', seconds: 60, take_over: false }, OPERATOR);
  for (const refused of [
    service.set({ a: 1 }, ENGINEER),
    service.start({ command: 'status', args: {} }, ENGINEER),
    service.openDirect({}, ENGINEER),
    service.reload(ENGINEER),
    service.setSchedule({}, ENGINEER),
    service.start({ command: 'status', args: {} }, OPERATOR),
  ])
    await assert.rejects(refused, LockedError);
  await service.get('all', ENGINEER);
  assert.equal((await service.summary()).lock?.holder, OPERATOR.by);
  const { id } = await service.start({ command: 'status', args: {} }, { ...OPERATOR, lock: held.key });
  assert.equal(isOver(await service.wait(id)), true);
});

test('direct access holds a lock for its time; its bytes are told, and who takes the lock over ends it', async (t) => {
  const { told, run, locks, message } = await serve(t);
  const { service, agent } = run();
  await told.until(() => agent.driver.getCurrentState() === 'command');
  await service.openDirect({}, ENGINEER);
  assert.deepEqual([locks.of('unit')?.holder, locks.of('unit')?.reason], [ENGINEER.by, 'direct access']);
  await assert.rejects(service.set({ a: 1 }, OPERATOR), LockedError);
  await assert.rejects(service.writeDirect(Buffer.from('ds\r\n'), OPERATOR), LockedError);
  const bytes = message('direct');
  await service.writeDirect(Buffer.from('ds\r\n'), ENGINEER);
  assert.match(Buffer.from((await bytes).bytes).toString(), /^mode c/);
  await service.closeDirect(ENGINEER);
  await told.until(() => agent.driver.getCurrentState() === 'command');
  assert.equal(locks.of('unit'), undefined);

  await service.openDirect({}, ENGINEER);
  const request = { reason: 'urgent', seconds: 60, take_over: true };
  const { key } = await locks.take('unit', request, { by: 'chief', user: 'chief', role: 'admin' });
  await told.until(() => agent.driver.getCurrentState() === 'command');
  await assert.rejects(service.writeDirect(Buffer.from('ds\r\n'), ENGINEER), StateError);
  assert.equal(locks.of('unit')?.holder, 'chief');
  await locks.release('unit', { by: 'chief', user: 'chief', role: 'admin', lock: key });
});

test('direct access outlives the lock that it was opened with, and not who lets go of it for others', async (t) => {
  const { told, run, locks, message, recorded, draftsOf } = await serve(t);
  const { service, agent } = run();
  await told.until(() => agent.driver.getCurrentState() === 'command');
  const chief = callerOf('admin', 'chief');
  const { key } = await locks.take('unit', { reason: 'a look', seconds: 60, take_over: false }, ENGINEER);
  await service.openDirect({}, { ...ENGINEER, lock: key });
  const again = message('lock', ({ lock }) => lock?.reason === 'direct access');
  await locks.release('unit', { ...ENGINEER, lock: key });
  await again;
  assert.equal(locks.of('unit')?.holder, ENGINEER.by);
  await service.writeDirect(Buffer.from('ds\r\n'), { ...ENGINEER, lock: key });
  await locks.release('unit', chief);
  await recorded('direct_access_ended');
  assert.deepEqual(
    draftsOf('direct_access_ended').map(({ by }) => by),
    ['chief'],
  );
  await told.until(() => agent.driver.getCurrentState() === 'command');
  assert.equal(locks.of('unit'), undefined);
});

test('who takes an instrument over while direct access begins has it, and nobody is in direct access', async (t) => {
  const { told, run, locks, bus } = await serve(t);
  const { service, agent } = run();
  await told.until(() => agent.driver.getCurrentState() === 'command');
  const urgent = { reason: 'urgent', seconds: 60, take_over: true };
  const leave = bus.subscribe('lock', () => {
    leave();
    queueMicrotask(() => void locks.take('unit', urgent, callerOf('admin', 'chief')));
  });
  await assert.rejects(service.openDirect({}, ENGINEER), /locked by chief.*urgent/);
  await told.until(() => agent.driver.getCurrentState() === 'command');
  assert.equal(locks.of('unit')?.holder, 'chief');
});

test('a summary is told when something has changed, and not twice the same', async (t) => {
  const { told, run, message, device, bus } = await serve(t, { configured: { startup: { mode: 'autosample' } } });
  const { agent } = run();
  await told.until(() => agent.driver.getCurrentState() === 'autosample');
  const streaming = await message('summary', ({ values }) => values.length > 0);
  assert.deepEqual(
    streaming.values.map(({ stream, field, value }) => ({ stream, field, value })),
    [{ stream: 'point', field: 'count', value: 1 }],
  );
  assert.deepEqual([streaming.wanted, streaming.late, streaming.values[0]?.trend], ['autosample', false, undefined]);
  const summaries: unknown[] = [];
  bus.subscribe('summary', (summary) => void summaries.push(summary));
  const next = message('summary');
  await device.say('#2\r\n#3\r\n#4\r\n');
  assert.equal((await next).values[0]?.value, 4);
  assert.equal(summaries.length, 1);
});

test('a schedule that somebody sets is checked, holds over a restart, and shows when it is next due', async (t) => {
  const { told, run, draftsOf } = await serve(t);
  const first = run();
  await told.until(() => first.agent.driver.getCurrentState() === 'command');
  await assert.rejects(
    first.service.setSchedule({ stauts: { every: '1 h' }, status: { cron: '0 0 30 2 *' } }, OPERATOR),
    (error) => error instanceof ParameterError && error.issues.length === 2 && /never falls due/.test(error.message),
  );
  await first.service.setSchedule({ status: { cron: '0 3 * * *' } }, OPERATOR);
  assert.equal(draftsOf('schedule_changed')[0]?.by, OPERATOR.by);
  await first.end();
  told.forget();
  const second = run();
  await told.until(() => second.agent.driver.getCurrentState() === 'command');
  const { schedule } = await second.service.overview();
  assert.match(JSON.stringify(schedule), /"cron":"0 3 \* \* \*".*"next":"\d{4}-\d\d-\d\dT03:00:00\.000Z"/);
});
