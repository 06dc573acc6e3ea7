import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkpointFile } from '../../../agent/checkpoint.ts';
import { InstrumentAgent } from '../../../agent/instrument-agent.ts';
import { besideHost, hostOf } from '../../../agent/passenger.ts';
import { foreignPortAgent } from '../../../agent/port-agent-home.ts';
import type { Instrument } from '../../../definition/instrument.ts';
import { Told } from '../../../driver/told.ts';
import { silentLogger } from '../../../kit/logger.ts';
import { inScope } from '../../../kit/scope.ts';
import { PortAgent } from '../../../port-agent/port-agent.ts';
import { serveSimulator } from '../../../simulator/serve.ts';
import { nullSink } from '../../../store/sample-sink.ts';
import { QuietClock } from '../../../testing/quiet-clock.ts';
import { loadInstrument } from '../../find-instrument.ts';
import { optode } from './index.ts';

const SETTINGS = {
  product_number: '4831',
  serial_number: '134',
  analog_output: 'CalPhase',
  calphase: 30.05,
  enable_temperature: false,
  enable_text: false,
  enable_humiditycomp: true,
  enable_airsaturation: false,
  enable_rawdata: false,
  interval: 5,
  mode: 'Smart Sensor Terminal',
};

for (const kind of optode.rides?.on ?? []) {
  test(`behind a streaming ${kind}: samples, and settings for which it is stopped and started again`, {
    timeout: 60_000,
  }, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'sonde-optode-'));
    t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
    const seacat = await loadInstrument(kind);
    await inScope(async (use) => {
      const clock = use(new QuietClock());
      const device = use(await serveSimulator(seacat, { tcp: 0, clock, streaming: true }));
      const link = { type: 'tcp', host: '127.0.0.1', port: device.port! } as const;
      const logger = silentLogger;
      const portAgent = use(
        await PortAgent.start({ name: 'ctd', link, data: folder, run: join(folder, 'run'), clock, logger }),
      );
      const { data: port, http: http_port } = portAgent.ports;

      const run = (id: string, definition: Instrument, behind?: InstrumentAgent) => {
        const agent = use(
          new InstrumentAgent({
            id,
            definition,
            home: behind ? besideHost(behind) : foreignPortAgent({ addr: '127.0.0.1', port, http_port }),
            ...(behind && { host: hostOf(behind) }),
            openSink: () => nullSink,
            checkpoint: checkpointFile(join(folder, `${id}.json`)),
            clock,
            logger,
          }),
        );
        const told = new Told();
        agent.events.add(told.hear);
        agent.start();
        const inState = (state: string) => told.until(() => agent.driver.getCurrentState() === state);
        return { agent, told, inState };
      };
      const ctd = run('ctd', seacat);
      const oxygen = run('oxygen', optode, ctd.agent);
      await Promise.all([ctd, oxygen].map(({ inState }) => inState('autosample')));
      await oxygen.told.until(() => oxygen.told.samples.some(({ stream }) => stream === 'optode'));

      ctd.told.forget();
      const settings = await oxygen.agent.driver.execute('acquire_settings');
      assert(typeof settings === 'object' && settings !== null && 'values' in settings);
      assert.deepEqual(settings.values, SETTINGS);
      assert.equal(oxygen.agent.driver.parameters().interval?.actual, 5);
      assert.equal(oxygen.agent.driver.parameters().mode?.actual, 'Smart Sensor Terminal');
      await Promise.all([ctd, oxygen].map(({ inState }) => inState('autosample')));
      assert.equal(device.simulator.state, 'autosample');
      const told = ctd.told.of('exchange').map(({ exchange }) => exchange.sent.toLowerCase());
      assert.equal(told.filter((sent) => sent.includes('startnow')).length, 1);
      assert.equal(told.filter((sent) => sent.startsWith('sendoptode=')).length, 12);
    });
  });
}
