// What the life of every instrument leaves open: what is sent and told, and what goes wrong on the way.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sbe37Smp } from '../instruments/sea_bird/sbe37-smp/index.ts';
import { toText } from '../kit/bytes.ts';
import { ConnectionError, ParameterError, StateError } from '../kit/errors.ts';
import { inScope } from '../kit/scope.ts';
import { readSpan } from '../packet/read-span.ts';
import { beginLife } from '../testing/life-rig.ts';

test('the life of an SBE 37', { timeout: 60_000 }, (t) =>
  inScope(async (use) => {
    const { driver, told, log, pullCable } = await beginLife(use, sbe37Smp);
    const settings = (): string[] => told.sent.filter((sent) => sent.includes('='));

    await t.test('what is possible is said, before and after it was found', async () => {
      assert.deepEqual(driver.capabilities(), {
        state: 'unknown',
        commands: ['disconnect', 'discover', 'get', 'start_direct'],
        parameters: Object.keys(sbe37Smp.parameters),
      });
      assert.equal(await driver.discover(), 'command');
      assert(driver.capabilities().commands.includes('set'));
      assert(!driver.capabilities().commands.includes('stop_autosample'));
    });

    await t.test('of the start-up values only what differs is sent', async () => {
      await driver.startUp({ parameters: { interval: 60, navg: 1, tx_realtime: true }, mode: 'command' });
      assert.deepEqual(settings(), []);
      await driver.startUp({ parameters: { interval: 10 }, mode: 'command' });
      assert.deepEqual(settings(), ['INTERVAL=10\\r\\n']);
      assert.equal(driver.parameters().interval?.actual, 10);
    });

    await t.test('a sample is acquired, and points at its bytes in the log', async () => {
      const sample = await driver.executeAcquireSample();
      const [last] = told.samples.slice(-1);
      assert.deepEqual(sample, last);
      assert.equal(last?.stream, 'ctd');
      assert.equal(typeof last.values.temp, 'number');
      assert(last.log);
      const bytes = toText(await readSpan(log, last.log));
      assert.match(bytes, /\d+\.\d+, *\d+\.\d+, *\d+\.\d+/);
      assert.equal(Number(bytes.match(/-?\d+\.\d+/)?.[0]), last.values.temp);
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
        const names = error.issues.map(({ name }) => name).sort();
        assert.deepEqual(names, ['interval', 'intervall', 'navg', 'serial_number']);
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
      await told.until(() => told.of('progress').at(-1)?.command === 'test_pressure');
      await driver.execute('abort');
      await brokenOff;
      assert.equal(driver.getCurrentState(), 'command');
    });

    await t.test('a self test that is left alone says what it measured', async () => {
      const result = await driver.execute('test_conductivity');
      assert.equal(typeof result === 'object' && result !== null && 'count' in result && result.count, 100);
      assert.equal(driver.getCurrentState(), 'command');
    });

    await t.test('direct access allows nothing else', async () => {
      await driver.executeStartDirectAccess();
      assert.deepEqual(driver.capabilities().commands, ['disconnect', 'get', 'execute_direct', 'stop_direct']);
      assert.equal(await driver.executeStopDirectAccess(), 'command');
      assert.deepEqual(told.errors, []);
    });

    await t.test('the cable is pulled while it is idle, and in the middle of a command', async () => {
      const back = async (): Promise<void> => {
        await told.until(
          () => told.states.includes('instrument_disconnected') && driver.getCurrentState() === 'unknown',
        );
      };
      told.forget();
      pullCable();
      await back();
      assert.equal(await driver.discover(), 'command');
      told.forget();
      const testing = driver.execute('test_temperature');
      const failed = assert.rejects(testing, ConnectionError);
      await told.until(() => told.of('progress').length > 0);
      pullCable();
      await failed;
      await back();
    });
  }),
);
