import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { checkpointFile } from '../agent/checkpoint.ts';
import { InstrumentAgent } from '../agent/instrument-agent.ts';
import { foreignPortAgent } from '../agent/port-agent-home.ts';
import { loadInstrument } from '../instruments/find-instrument.ts';
import { systemClock } from '../kit/clock.ts';
import { silentLogger } from '../kit/logger.ts';
import { PortAgent } from '../port-agent/port-agent.ts';
import { JsonlSink } from '../store/jsonl-sink.ts';
import { cuttingProxy } from './testing/cutting-proxy.ts';
import { numbersIn, untilFiles } from './testing/lines-file.ts';
import { numberedDevice } from './testing/numbered-device.ts';

const SECONDS = Number(process.env.SONDE_SOAK ?? 8);
const CUTS = 10;

test(`every number arrives once and in order though the port agent's clients are cut ${CUTS} times`, {
  timeout: (SECONDS + 60) * 1000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-cut-'));
  try {
    await using device = await numberedDevice(200);
    await using portAgent = await PortAgent.start({
      name: 'ctd',
      link: { type: 'tcp', host: '127.0.0.1', port: device.port },
      data: folder,
      run: join(folder, 'run'),
      clock: systemClock,
      logger: silentLogger,
    });
    await using proxy = await cuttingProxy(portAgent.ports.http);
    await using agent = new InstrumentAgent({
      id: 'ctd',
      definition: await loadInstrument('sea_bird.sbe37_smp'),
      home: foreignPortAgent({ addr: '127.0.0.1', port: portAgent.ports.data, http_port: proxy.port }),
      openSink: () => new JsonlSink(join(folder, 'out')),
      checkpoint: checkpointFile(join(folder, 'checkpoint.json')),
      clock: systemClock,
      logger: silentLogger,
    });
    agent.start();
    for (let cut = 0; cut < CUTS; cut++) {
      await wait((SECONDS * 1000) / CUTS);
      proxy.cut();
    }
    device.pause();
    let numbers: number[] = [];
    await untilFiles(async () => {
      numbers = await numbersIn(join(folder, 'out', 'ctd'));
      return numbers.at(-1) === device.sent;
    }, AbortSignal.timeout(30_000));
    assert.ok(device.sent > SECONDS * 100, `${device.sent} were sent`);
    assert.deepEqual(
      numbers,
      Array.from({ length: device.sent }, (_, i) => i + 1),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
