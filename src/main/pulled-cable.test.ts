import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { InstrumentAgent } from '../agent/instrument-agent.ts';
import type { Mode } from '../agent/wanted.ts';
import { loadInstrument } from '../instruments/find-instrument.ts';
import { ConnectionError } from '../kit/errors.ts';
import { type Logger, silentLogger } from '../kit/logger.ts';
import { inScope } from '../kit/scope.ts';
import { type ServedSimulator, serveSimulator } from '../simulator/serve.ts';
import { nullSink } from '../store/sample-sink.ts';
import { QuietClock } from '../testing/quiet-clock.ts';
import { ctdPipeline } from './testing/ctd-pipeline.ts';

const PULLS = 100;

interface Scene {
  readonly device: ServedSimulator;
  readonly agent: InstrumentAgent;
  readonly warnings: string[];
  /** Resolves when this has become true; looked at after every event. */
  until(what: string, happened: () => boolean): Promise<void>;
}

async function withInstrument(mode: Mode, work: (scene: Scene) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-cable-'));
  const warnings: string[] = [];
  const logger: Logger = { ...silentLogger, warn: (_, message) => void warnings.push(message) };
  const definition = await loadInstrument('sea_bird.sbe37_smp');
  try {
    await inScope(async (use) => {
      // Last to be closed: what ends before it may still wait for its time.
      const clock = use(new QuietClock());
      const device = use(await serveSimulator(definition, { tcp: 0, clock }));
      const startup = { parameters: { interval: 1 }, mode };
      const devicePort = device.port!;
      const { agent } = await ctdPipeline(use, {
        folder,
        devicePort,
        clock,
        logger,
        startup,
        openSink: () => nullSink,
      });
      const until = (what: string, happened: () => boolean): Promise<void> =>
        new Promise((resolve, reject) => {
          const timer = setTimeout(() => reject(new Error(`${what}: ${JSON.stringify(agent.status().state)}`)), 20_000);
          const look = (): void => {
            if (!happened()) return;
            clearTimeout(timer);
            stop();
            resolve();
          };
          const stop = agent.events.add(look);
          look();
        });
      await work({ device, agent, warnings, until });
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const samplesOf = (agent: InstrumentAgent): number => agent.status().streams.ctd?.samples ?? 0;

/** Pulls the cable and waits until the driver knows. */
async function pull({ device, agent, until }: Scene): Promise<void> {
  let lost = false;
  const stop = agent.events.add((event) => {
    if (event.type === 'state_change' && event.state === 'instrument_disconnected') lost = true;
  });
  device.dropClients();
  await until('the outage is noticed', () => lost);
  stop();
}

async function sampling({ agent, until }: Scene): Promise<void> {
  await until('streaming', () => agent.status().state === 'autosample');
  const before = samplesOf(agent);
  await until('a new sample', () => samplesOf(agent) > before);
}

test(
  `a cable that is pulled ${PULLS} times while streaming: it samples again each time, and the port agent and the agent each say an outage once`,
  { timeout: 120_000 },
  () =>
    withInstrument('autosample', async (scene) => {
      await sampling(scene);
      const handles = process.getActiveResourcesInfo().length;
      scene.warnings.length = 0;
      for (let i = 0; i < PULLS; i++) {
        await pull(scene);
        await sampling(scene);
      }
      const outage = ['connection lost, reconnecting', 'the connection to the instrument'];
      assert.deepEqual(scene.warnings.toSorted(), outage.flatMap((line) => Array<string>(PULLS).fill(line)).toSorted());
      assert.ok(process.getActiveResourcesInfo().length <= handles + 4, 'no handle is left behind');
      assert.ok(scene.agent.events.size <= 1, 'no listener is left behind');
    }),
);

test(
  `a cable that is pulled ${PULLS} times in the middle of a command: the command fails at once, and it samples again`,
  { timeout: 120_000 },
  () =>
    withInstrument('autosample', async (scene) => {
      await sampling(scene);
      for (let i = 0; i < PULLS; i++) {
        const command = scene.agent.driver.execute('acquire_status');
        const failed = assert.rejects(command, ConnectionError);
        scene.device.simulator.setFault({ kind: 'stall' });
        await pull(scene);
        await failed;
        scene.device.simulator.setFault({ kind: 'none' });
        await sampling(scene);
      }
    }),
);

test(
  `a cable that is pulled ${PULLS} times while idle: the instrument is found in command state each time`,
  { timeout: 120_000 },
  () =>
    withInstrument('command', async (scene) => {
      const idle = () => scene.until('command state', () => scene.agent.status().state === 'command');
      await idle();
      for (let i = 0; i < PULLS; i++) {
        await pull(scene);
        await idle();
        assert.equal(typeof (await scene.agent.driver.get(['interval'])).interval, 'number');
      }
    }),
);
