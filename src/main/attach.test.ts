import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadInstrument } from '../instruments/find-instrument.ts';
import { systemClock } from '../kit/clock.ts';
import { inScope } from '../kit/scope.ts';
import { serveSimulator } from '../simulator/serve.ts';
import { ctdPipeline } from './testing/ctd-pipeline.ts';
import { numbersIn, untilFiles } from './testing/lines-file.ts';

test('an instrument behind an original port agent, by its data and command ports alone, is brought to streaming and recorded', {
  timeout: 60_000,
}, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-attach-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const definition = await loadInstrument('sea_bird.sbe37_smp');
  await inScope(async (use) => {
    const device = use(await serveSimulator(definition, { tcp: 0, clock: systemClock }));
    const { agent } = await ctdPipeline(use, {
      folder,
      devicePort: device.port!,
      attach: ({ command }) => ({ command_port: command }),
      startup: { parameters: { interval: 1 }, mode: 'autosample' },
    });
    await untilFiles(
      async () => (await numbersIn(join(folder, 'out', 'ctd'))).length >= 3,
      AbortSignal.timeout(40_000),
    );
    assert.equal(agent.status().state, 'autosample');
    assert.equal(agent.status().parameters.interval?.actual, 1);
  });
});
