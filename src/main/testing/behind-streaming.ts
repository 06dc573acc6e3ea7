import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InstrumentAgent } from '../../agent/instrument-agent.ts';
import { besideHost, hostOf } from '../../agent/passenger.ts';
import { foreignPortAgent } from '../../agent/port-agent-home.ts';
import type { Instrument } from '../../definition/instrument.ts';
import { Told } from '../../driver/told.ts';
import { silentLogger } from '../../kit/logger.ts';
import type { Use } from '../../kit/scope.ts';
import { PortAgent } from '../../port-agent/port-agent.ts';
import { serveSimulator } from '../../simulator/serve.ts';
import { checkpointFile } from '../../store/checkpoint.ts';
import { nullSink } from '../../store/sample-sink.ts';
import { QuietClock } from '../../testing/quiet-clock.ts';

/** A simulated host that streams and the instrument behind it, over a real port agent, both found to be there. */
export async function behindStreaming(use: Use, hostDefinition: Instrument, definition: Instrument) {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-behind-'));
  use({ [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }) });
  const clock = use(new QuietClock());
  const logger = silentLogger;
  const { simulator, port: device } = use(await serveSimulator(hostDefinition, { tcp: 0, clock, streaming: true }));
  const link = { type: 'tcp', host: '127.0.0.1', port: device! } as const;
  const run = join(folder, 'run');
  const portAgent = use(await PortAgent.start({ name: 'host', link, data: folder, run, clock, logger }));
  const { data: port, http: http_port } = portAgent.ports;

  const start = (id: string, own: Instrument, behind?: InstrumentAgent) => {
    const agent = use(
      new InstrumentAgent({
        id,
        definition: own,
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
    const inState = (state: string): Promise<void> => told.until(() => agent.driver.getCurrentState() === state);
    return { agent, driver: agent.driver, told, inState };
  };
  const host = start('host', hostDefinition);
  const passenger = start('passenger', definition, host.agent);
  const bothIn = async (state: string): Promise<void> => {
    await Promise.all([host, passenger].map(({ inState }) => inState(state)));
  };
  await bothIn('autosample');
  return { host, passenger, bothIn, simulator };
}
