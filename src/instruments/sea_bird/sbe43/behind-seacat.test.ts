import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inScope } from '../../../kit/scope.ts';
import { behindStreaming } from '../../../main/testing/behind-streaming.ts';
import { loadInstrument } from '../../find-instrument.ts';
import { sbe43 } from './index.ts';

test('behind an SBE 19plus V2 it has the voltage of each of that one’s samples', { timeout: 60_000 }, () =>
  inScope(async (use) => {
    const seacat = await loadInstrument('sea_bird.sbe19plus_v2_ctdpf_sbe43');
    const { host, passenger, bothIn } = await behindStreaming(use, seacat, sbe43);
    const volts = (told: typeof host.told) => told.samples.map(({ values, log }) => [log?.offset, values.ext_volt0]);
    await Promise.all([host, passenger].map(({ told }) => told.until(() => told.samples.length >= 5)));
    assert.deepEqual(volts(passenger.told).slice(0, 5), volts(host.told).slice(0, 5));
    await host.driver.executeStopAutosample();
    await bothIn('command');
    await assert.rejects(passenger.driver.execute('start_autosample'), /this driver has no 'start_autosample'/);
  }),
);
