// What the life of every instrument leaves open: what is sent and told, and what goes wrong on the way.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vector } from '../instruments/nortek/vector/index.ts';
import { toBytes } from '../kit/bytes.ts';
import { ConnectionError, ParameterError } from '../kit/errors.ts';
import { inScope } from '../kit/scope.ts';
import { beginLife } from '../testing/life-rig.ts';

test('the life of a Vector', { timeout: 60_000 }, (t) =>
  inScope(async (use) => {
    const { driver, told, simulator, pullCable } = await beginLife(use, vector, { streaming: true });
    const configurations = (): number => told.sent.filter((sent) => sent.startsWith('CC')).length;

    await t.test('it is found streaming, and is not disturbed for that', async () => {
      assert.equal(await driver.discover(), 'autosample');
      assert.deepEqual(told.sent, []);
      await driver.startUp({ parameters: { sample_rate: 16 }, mode: 'autosample' });
      assert.deepEqual(told.sent, []);
      assert(told.samples.some(({ stream }) => stream === 'velocity'));
    });

    await t.test('start-up values that had to wait are applied when it is stopped', async () => {
      await driver.executeStopAutosample();
      assert.equal(driver.getCurrentState(), 'command');
      assert.deepEqual(told.errors, []);
      assert.equal(configurations(), 1);
      assert.equal(driver.parameters().sample_rate?.actual, 16);
    });

    await t.test('parameters are written with the whole configuration, once, and only when they differ', async () => {
      told.forget();
      const result = await driver.set({ sample_rate: 8, transmit_pulse_length: 5, coordinate_system: 'xyz' });
      assert.equal(configurations(), 1);
      assert.deepEqual(
        Object.entries(result).map(([name, { actual }]) => [name, actual]),
        [
          ['transmit_pulse_length', 5],
          ['coordinate_system', 'xyz'],
          ['sample_rate', 8],
        ],
      );
      await driver.set({ sample_rate: 8, coordinate_system: 'xyz' });
      assert.equal(configurations(), 1);
      await assert.rejects(driver.set({ sample_rate: -1, number_beams: 4, coordinate_system: 'uvw' }), (error) => {
        assert(error instanceof ParameterError);
        assert.equal(error.issues.length, 3);
        return true;
      });
      assert.equal(configurations(), 1);
    });

    await t.test('the status is several records, and the result of each by name', async () => {
      const result = await driver.execute('acquire_status');
      assert(typeof result === 'object' && result !== null);
      assert(Object.keys(result).includes('read_battery'));
      const streams = new Set(told.samples.map(({ stream }) => stream));
      for (const stream of ['clock', 'battery', 'identification', 'hardware_configuration', 'head_configuration']) {
        assert(streams.has(stream), stream);
      }
    });

    await t.test('it streams, also behind a set; direct access keeps its samples and comes back to it', async () => {
      await driver.executeStartAutosample();
      await driver.set({ sample_rate: 4 });
      assert.equal(driver.getCurrentState(), 'autosample');
      await driver.executeStartDirectAccess();
      told.forget();
      await driver.executeDirectAccess(toBytes('@'));
      await told.until(() => told.samples.length > 0 && told.of('direct_access').length > 0);
      assert.equal(await driver.executeStopDirectAccess(), 'autosample');
      await driver.executeStopAutosample();
    });

    await t.test('the cable is pulled while it is idle, and in the middle of a command', async () => {
      const back = (): Promise<void> =>
        told.until(() => told.states.includes('instrument_disconnected') && driver.getCurrentState() === 'unknown');
      told.forget();
      pullCable();
      await back();
      assert.equal(await driver.discover(), 'command');
      told.forget();
      const acknowledged = new Promise<void>((resolve) => simulator.onSend(() => resolve()));
      const acquiring = driver.executeAcquireSample();
      const failed = assert.rejects(acquiring, ConnectionError);
      await acknowledged;
      pullCable();
      await failed;
      await back();
    });
  }),
);

test('a configuration that did not come whole is an error: its values are not those of before', () =>
  inScope(async (use) => {
    const torn = { to: 'GC', reply: `${'\xa5'.repeat(512)}\x06\x06` };
    const simulation = { ...vector.simulation, answers: [torn, ...(vector.simulation.answers ?? [])] };
    const { driver } = await beginLife(use, { ...vector, simulation });
    await driver.discover();
    for (const asked of [() => driver.get(['cell_size']), () => driver.set({ cell_size: 9 })])
      await assert.rejects(asked, /no 512 bytes of the reply's 514 are a user_configuration/);
  }));
