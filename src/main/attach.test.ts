import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkpointFile } from '../agent/checkpoint.ts';
import { InstrumentAgent } from '../agent/instrument-agent.ts';
import { foreignPortAgent } from '../agent/port-agent-home.ts';
import { loadInstrument } from '../instruments/find-instrument.ts';
import { systemClock } from '../kit/clock.ts';
import { silentLogger } from '../kit/logger.ts';
import { inScope } from '../kit/scope.ts';
import { PortAgent } from '../port-agent/port-agent.ts';
import { serveSimulator } from '../simulator/serve.ts';
import { JsonlSink } from '../store/jsonl-sink.ts';
import { numbersIn, untilFiles } from './testing/lines-file.ts';

test('an instrument behind an original port agent, by its data and command ports alone, is brought to streaming and recorded', {
  timeout: 60_000,
}, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-attach-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const definition = await loadInstrument('sea_bird.sbe37_smp');
  await inScope(async (use) => {
    const device = use(await serveSimulator(definition, { tcp: 0, clock: systemClock }));
    const link = { type: 'tcp', host: '127.0.0.1', port: device.port! } as const;
    const common = { clock: systemClock, logger: silentLogger };
    const portAgent = use(await PortAgent.start({ name: 'ctd', link, data: folder, run: folder, ...common }));
    const { data, command } = portAgent.ports;
    const agent = use(
      new InstrumentAgent({
        id: 'ctd',
        definition,
        home: foreignPortAgent({ addr: '127.0.0.1', port: data, command_port: command }),
        openSink: () => new JsonlSink(join(folder, 'out')),
        checkpoint: checkpointFile(join(folder, 'checkpoint.json')),
        startup: { parameters: { interval: 1 }, mode: 'autosample' },
        ...common,
      }),
    );
    agent.start();
    await untilFiles(
      async () => (await numbersIn(join(folder, 'out', 'ctd'))).length >= 3,
      AbortSignal.timeout(40_000),
    );
    assert.equal(agent.status().state, 'autosample');
    assert.equal(agent.status().parameters.interval?.actual, 1);
  });
});
