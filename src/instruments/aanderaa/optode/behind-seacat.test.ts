import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inScope } from '../../../kit/scope.ts';
import { behindStreaming } from '../../../main/testing/behind-streaming.ts';
import { loadInstrument } from '../../find-instrument.ts';
import { optode } from './index.ts';
import { SETTINGS } from './test-settings.ts';

for (const kind of optode.rides?.on ?? []) {
  test(`behind a ${kind} that streams: samples, and settings for which it is stopped once`, { timeout: 60_000 }, () =>
    inScope(async (use) => {
      const seacat = await loadInstrument(kind);
      const { host, passenger, bothIn, simulator } = await behindStreaming(use, seacat, optode);
      await passenger.told.until(() => passenger.told.samples.some(({ stream }) => stream === 'optode'));
      host.told.forget();
      const settings = await passenger.driver.execute('acquire_settings');
      assert(typeof settings === 'object' && settings !== null && 'values' in settings);
      assert.deepEqual(settings.values, SETTINGS);
      const { interval, mode, enable_humiditycomp } = passenger.driver.parameters();
      assert.deepEqual(
        [interval?.actual, mode?.actual, enable_humiditycomp?.actual],
        [5, 'Smart Sensor Terminal', true],
      );
      await bothIn('autosample');
      assert.equal(simulator.state, 'autosample');
      const sent = host.told.sent.map((text) => text.toLowerCase());
      assert.equal(sent.filter((text) => text.includes('startnow')).length, 1);
      assert.equal(sent.filter((text) => text.startsWith('sendoptode=')).length, 12);
    }),
  );
}
