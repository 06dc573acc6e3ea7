import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vector } from '../instruments/nortek/vector/index.ts';
import { sbe37Smp } from '../instruments/sea_bird/sbe37-smp/index.ts';
import { serveSimulator } from '../simulator/serve.ts';
import { fastClock, startDriver } from './test-rig.ts';

for (const definition of [sbe37Smp, vector]) {
  test(`the clock of a ${definition.model} is set on the edge of a second and is true then`, async (t) => {
    // A second must stay long beside what the machine may dawdle.
    const clock = fastClock(4);
    const device = await serveSimulator(definition, { tcp: 0, clock });
    t.after(() => device.close());
    device.simulator.setFault({ kind: 'power_cycle', clockLost: true });
    const link = { type: 'tcp', host: '127.0.0.1', port: device.port! } as const;
    const { driver, told } = await startDriver(t, { definition, link, clock });
    await driver.discover();
    const result = await driver.execute('clock_sync');
    assert(typeof result === 'object' && result !== null && 'before_ms' in result && 'after_ms' in result);
    // At 1970, or where two digits stand for the year at 2070.
    assert(Math.abs(Number(result.before_ms)) > 20 * 365 * 86_400_000, `${result.before_ms}`);
    assert(Math.abs(Number(result.after_ms)) <= 2_000, `${result.after_ms}`);
    assert(told.of('clock_drift').length >= 2);
  });
}
