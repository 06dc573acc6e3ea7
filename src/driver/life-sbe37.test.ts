import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sbe37Smp } from '../instruments/sea_bird/sbe37-smp/index.ts';
import { toBytes, toText } from '../kit/bytes.ts';
import { ConnectionError, ParameterError, StateError } from '../kit/errors.ts';
import { readSpan } from '../packet/read-span.ts';
import { serveSimulator } from '../simulator/serve.ts';
import { fastClock, startDriver } from './test-rig.ts';

test('the life of an SBE 37', { timeout: 60_000 }, async (t) => {
  const clock = fastClock(20);
  const device = await serveSimulator(sbe37Smp, { tcp: 0, clock, asleep: true });
  t.after(() => device.close());
  const link = { type: 'tcp', host: '127.0.0.1', port: device.port! } as const;
  const { driver, told, log } = await startDriver(t, { definition: sbe37Smp, link, clock });
  const settings = (): string[] => told.sent.filter((sent) => sent.includes('='));

  await t.test('it is found asleep, roused and asked', async () => {
    assert.deepEqual(driver.capabilities(), {
      state: 'unknown',
      commands: ['disconnect', 'discover', 'get', 'start_direct'],
      parameters: Object.keys(sbe37Smp.parameters),
    });
    assert.equal(await driver.discover(), 'command');
    assert(driver.capabilities().commands.includes('set'));
    assert(!driver.capabilities().commands.includes('stop_autosample'));
  });

  await t.test('start-up values are applied: only what differs is sent', async () => {
    await driver.startUp({ parameters: { interval: 60, navg: 1, tx_realtime: true }, mode: 'command' });
    assert.deepEqual(settings(), []);
    await driver.startUp({ parameters: { interval: 10 }, mode: 'command' });
    assert.deepEqual(settings(), ['INTERVAL=10\\r\\n']);
    assert.equal(driver.parameters().interval?.actual, 10);
  });

  await t.test('a sample is acquired, and points at its bytes in the log', async () => {
    const sample = await driver.executeAcquireSample();
    const [told_] = told.samples.slice(-1);
    assert.deepEqual(sample, told_);
    assert.equal(told_?.stream, 'ctd');
    assert.equal(typeof told_.values.temp, 'number');
    assert(told_.log);
    const bytes = toText(await readSpan(log, told_.log));
    assert.match(bytes, /\d+\.\d+, *\d+\.\d+, *\d+\.\d+/);
    assert.equal(Number(bytes.match(/-?\d+\.\d+/)?.[0]), told_.values.temp);
  });

  await t.test('it streams; parameters are known, and streaming is paused to set them', async () => {
    told.forget();
    await driver.executeStartAutosample();
    assert.equal(driver.getCurrentState(), 'autosample');
    await told.until(() => told.samples.filter(({ stream }) => stream === 'ctd').length >= 2);
    assert.equal((await driver.get(['interval'])).interval, 10);
    assert.equal((await driver.set({ interval: 20 })).interval?.actual, 20);
    assert.equal((await driver.set({ interval: 10 })).interval?.actual, 10);
    assert.equal(await driver.discover(), 'autosample');
    await driver.executeStopAutosample();
    assert.equal(driver.getCurrentState(), 'command');
    const pause = ['command', 'autosample'];
    assert.deepEqual(told.states, ['autosample', ...pause, ...pause, 'command']);
  });

  await t.test('of three parameters only those are sent that differ, and all are read back', async () => {
    told.forget();
    const result = await driver.set({ interval: 10, navg: 4, output_salinity: true });
    assert.deepEqual(settings(), ['OUTPUTSAL=y\\r\\n', 'NAVG=4\\r\\n']);
    assert.deepEqual(
      Object.entries(result).map(([name, { desired, actual, verified }]) => [name, desired, actual, typeof verified]),
      [
        ['interval', 10, 10, 'string'],
        ['output_salinity', true, true, 'string'],
        ['navg', 4, 4, 'string'],
      ],
    );
    const changes = told.of('config_change').map((event) => event.changes);
    assert.deepEqual(changes, [{ navg: { from: 1, to: 4 }, output_salinity: { from: false, to: true } }]);
    told.forget();
    await driver.set({ navg: 4 });
    assert.deepEqual([settings(), told.of('config_change')], [[], []]);
  });

  await t.test('when several values are wrong, each is named and nothing is sent', async () => {
    told.forget();
    await assert.rejects(driver.set({ interval: 0, navg: 'many', serial_number: '1', intervall: 5 }), (error) => {
      assert(error instanceof ParameterError);
      assert.deepEqual(error.issues.map(({ name }) => name).sort(), ['interval', 'intervall', 'navg', 'serial_number']);
      return true;
    });
    await assert.rejects(driver.startUp({ parameters: { interval: 0, navgg: 5 } }), ParameterError);
    await assert.rejects(driver.get(['interval', 'nagv']), ParameterError);
    assert.deepEqual(told.sent, []);
  });

  await t.test('a self test has its own state, tells its progress, and is broken off', async () => {
    told.forget();
    const controller = new AbortController();
    const testing = driver.execute('test_temperature', {}, { signal: controller.signal });
    const failed = assert.rejects(testing, { name: 'AbortError' });
    await told.until(() => told.of('progress').some(({ done }) => (done ?? 0) >= 3));
    assert.deepEqual(driver.capabilities().commands, ['disconnect', 'get', 'abort']);
    assert.equal((await driver.get(['interval'])).interval, 10);
    await assert.rejects(driver.executeAcquireSample(), StateError);
    controller.abort();
    await failed;
    assert.deepEqual(told.states, ['test', 'command']);
    assert.equal(told.of('progress')[0]?.of, 100);
    const again = driver.execute('test_pressure');
    const brokenOff = assert.rejects(again, { name: 'AbortError' });
    await told.until(
      () => driver.getCurrentState() === 'test' && told.of('progress').at(-1)?.command === 'test_pressure',
    );
    await driver.execute('abort');
    await brokenOff;
    assert.equal(driver.getCurrentState(), 'command');
  });

  await t.test('a self test that is left alone says what it measured', async () => {
    const result = await driver.execute('test_conductivity');
    assert.equal(typeof result === 'object' && result !== null && 'count' in result && result.count, 100);
    assert.equal(driver.getCurrentState(), 'command');
  });

  await t.test('what direct access changes is set back', async () => {
    told.forget();
    await driver.executeStartDirectAccess();
    assert.deepEqual(driver.capabilities().commands, ['disconnect', 'get', 'execute_direct', 'stop_direct']);
    await driver.executeDirectAccess(toBytes('INTERVAL=77\r\n'));
    const seen = (): string => toText(Buffer.concat(told.of('direct_access').map(({ bytes }) => bytes)));
    await told.until(() => seen().includes('INTERVAL=77') && seen().endsWith('S>'));
    await driver.executeDirectAccess(toBytes('ds\r\n'));
    await told.until(() => seen().includes('sample interval = 77 seconds') && seen().endsWith('S>'));
    assert.equal(await driver.executeStopDirectAccess(), 'command');
    assert.deepEqual(told.errors, []);
    assert.deepEqual(settings().slice(-1), ['INTERVAL=10\\r\\n']);
    assert.equal((await driver.get(['interval'])).interval, 10);
  });

  await t.test('the cable is pulled while it is idle, while it streams, and in the middle of a command', async () => {
    const back = async (): Promise<void> => {
      await told.until(() => told.states.includes('instrument_disconnected') && driver.getCurrentState() === 'unknown');
      told.forget();
    };
    told.forget();
    device.dropClients();
    await back();
    assert.equal(await driver.discover(), 'command');
    await driver.executeStartAutosample();
    told.forget();
    device.dropClients();
    await back();
    assert.equal(await driver.discover(), 'autosample');
    await driver.executeStopAutosample();
    told.forget();
    const testing = driver.execute('test_temperature');
    const failed = assert.rejects(testing, ConnectionError);
    await told.until(() => told.of('progress').length > 0);
    device.dropClients();
    await failed;
    await back();
  });
});
