import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Probe } from '../driver/test-probe.ts';
import { MOST } from './correction-limit.ts';
import { ENGINEER, OPERATOR, serve } from './test-served.ts';

const STREAMING = { startup: { mode: 'autosample', parameters: { a: 5 } } } as const;

/** As an instrument whose power was cut: it has forgotten what it was set to, and waits at its prompt. */
async function cyclePower(device: Probe): Promise<void> {
  Object.assign(device.values, { a: 1, b: 2, c: 3 });
  device.mode = 'c';
  await device.cut();
}

test('after a power cycle it is what it was to be, and what was brought back is told', async (t) => {
  const { device, told, run, draftsOf, recorded } = await serve(t, { configured: STREAMING });
  const { agent, service } = run();
  await told.until(() => agent.driver.getCurrentState() === 'autosample');
  const stop = await service.start({ command: 'stop_autosample', args: {} }, OPERATOR);
  await service.wait(stop.id);
  await service.set({ b: 8 }, OPERATOR);
  const start = await service.start({ command: 'start_autosample', args: {} }, OPERATOR);
  await service.wait(start.id);
  const before = draftsOf('corrected').length;
  assert.equal(before, 0, 'what it is brought to for the first time was never changed');
  told.forget();
  await cyclePower(device);
  await told.until(() => told.states.includes('instrument_disconnected'));
  await told.until(() => agent.driver.getCurrentState() === 'autosample');
  assert.deepEqual([device.values.a, device.values.b, device.mode], [5, 8, 's']);
  await recorded('corrected', before + 3);
  assert.deepEqual(
    draftsOf('corrected')
      .slice(before)
      .map(({ details: { name, from, to, why } }) => ({ name, from, to, why })),
    [
      { name: 'a', from: 1, to: 5, why: 'it was reached again' },
      { name: 'b', from: 2, to: 8, why: 'it was reached again' },
      { name: 'mode', from: 'command', to: 'autosample', why: 'it was reached again' },
    ],
  );
});

test('what people want outlives the program, until the configuration says something else', async (t) => {
  const { device, told, run } = await serve(t, { configured: STREAMING });
  const first = run();
  await told.until(() => first.agent.driver.getCurrentState() === 'autosample');
  const { id } = await first.service.start({ command: 'stop_autosample', args: {} }, OPERATOR);
  await first.service.wait(id);
  await first.service.set({ a: 6, b: 7 }, OPERATOR);
  assert.equal((await first.service.summary()).wanted, 'command');
  await first.end();

  Object.assign(device.values, { a: 1, b: 2 });
  const second = run();
  const up = () => second.agent.driver.parameters().b?.actual === 7;
  await told.until(up);
  assert.deepEqual([second.agent.wanted.mode, device.values.a], ['command', 6]);
  await second.end();

  told.forget();
  const third = run({ startup: { mode: 'autosample', parameters: { a: 9 } } });
  await told.until(() => third.agent.driver.getCurrentState() === 'command');
  await told.until(() => device.values.a === 9);
  assert.equal(device.values.b, 7);
});

test('an instrument that is found otherwise, and nobody did that, is brought back', async (t) => {
  const { device, told, run, message, draftsOf } = await serve(t, { configured: STREAMING });
  const { agent, service } = run();
  await told.until(() => agent.driver.getCurrentState() === 'autosample');
  device.mode = 'c';
  told.forget();
  const back = message('summary', ({ state }) => state === 'autosample');
  await service.wait((await service.start({ command: 'discover', args: {} }, OPERATOR)).id);
  await back;
  assert.equal(draftsOf('corrected').at(-1)?.details.why, "it was found in 'command'");
});

test('nobody who holds it is corrected: that waits until the lock is gone', async (t) => {
  const { device, told, run, locks } = await serve(t, { configured: STREAMING });
  const { agent } = run();
  await told.until(() => agent.driver.getCurrentState() === 'autosample');
  const held = await locks.take('unit', { reason: 'calibration', seconds: 60, take_over: false }, OPERATOR);
  told.forget();
  await cyclePower(device);
  await told.until(() => told.states.includes('command'));
  await agent.driver.get([]);
  assert.deepEqual([device.values.a, device.mode], [1, 'c']);
  await locks.release('unit', { ...OPERATOR, lock: held.key });
  await told.until(() => agent.driver.getCurrentState() === 'autosample');
  assert.equal(device.values.a, 5);
});

test('what it is left at by hand, in direct access, is what is wanted then', async (t) => {
  const { told, run, message } = await serve(t, { configured: STREAMING });
  const { agent, service } = run();
  await told.until(() => agent.driver.getCurrentState() === 'autosample');
  await service.wait((await service.start({ command: 'stop_autosample', args: {} }, OPERATOR)).id);
  await service.openDirect({}, ENGINEER);
  const begun = message('direct', ({ bytes }) => Buffer.from(bytes).includes('#'));
  await service.writeDirect(Buffer.from('start\r\n'), ENGINEER);
  await begun;
  await service.closeDirect(ENGINEER);
  await told.until(() => agent.driver.getCurrentState() === 'autosample');
  await agent.driver.get([]);
  assert.equal(agent.wanted.mode, 'autosample');
});

test('one that will not stay as it is to be is left alone after a while, which is told, until somebody uses it', async (t) => {
  const { device, told, run, draftsOf, recorded } = await serve(t, { configured: STREAMING });
  const { agent, service } = run();
  await told.until(() => agent.driver.getCurrentState() === 'autosample');
  for (let corrections = 1; corrections <= MOST; corrections++) {
    await cyclePower(device);
    await recorded('corrected', 2 * corrections);
    await told.until(() => agent.driver.getCurrentState() === 'autosample');
  }
  told.forget();
  await cyclePower(device);
  await told.until(() => told.states.includes('command'));
  assert.deepEqual(
    draftsOf('not_corrected').map(({ details }) => details.corrections),
    [MOST],
  );
  await agent.driver.get([]);
  assert.deepEqual([device.mode, device.values.a], ['c', 1]);
  assert.match((await service.summary()).problem ?? '', /brought back 6 times/);

  await service.wait((await service.start({ command: 'status', args: {} }, OPERATOR)).id);
  await told.until(() => agent.driver.getCurrentState() === 'autosample');
  assert.equal(device.values.a, 5);
});
