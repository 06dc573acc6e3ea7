import { join } from 'node:path';
import type { InstrumentAgentOptions } from '../../agent/agent-options.ts';
import { InstrumentAgent } from '../../agent/instrument-agent.ts';
import { type Address, foreignPortAgent } from '../../agent/port-agent-home.ts';
import { loadInstrument } from '../../instruments/find-instrument.ts';
import { type Clock, systemClock } from '../../kit/clock.ts';
import { type Logger, silentLogger } from '../../kit/logger.ts';
import type { Use } from '../../kit/scope.ts';
import { PortAgent } from '../../port-agent/port-agent.ts';
import type { Ports } from '../../port-agent/run-file.ts';
import { checkpointFile } from '../../store/checkpoint.ts';
import { JsonlSink } from '../../store/jsonl-sink.ts';

export interface PipelineOptions extends Partial<Pick<InstrumentAgentOptions, 'openSink' | 'schedule' | 'startup'>> {
  readonly folder: string;
  readonly devicePort: number;
  /** Where the log goes; the folder unless given. */
  readonly data?: string;
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** Where the agent attaches, from the port agent's ports: its HTTP port unless given. */
  readonly attach?: (ports: Ports) => Partial<Address> | Promise<Partial<Address>>;
}

/** An SBE 37 from the device's port to the lines of its samples in `<folder>/out`, in this process. */
export async function ctdPipeline(use: Use, options: PipelineOptions) {
  const { folder, devicePort, data = folder, clock = systemClock, logger = silentLogger, ...rest } = options;
  const { attach = ({ http }: Ports) => ({ http_port: http }), ...agentOptions } = rest;
  const link = { type: 'tcp', host: '127.0.0.1', port: devicePort } as const;
  const portAgent = use(await PortAgent.start({ name: 'ctd', link, data, run: join(folder, 'run'), clock, logger }));
  const agent = use(
    new InstrumentAgent({
      id: 'ctd',
      definition: await loadInstrument('sea_bird.sbe37_smp'),
      home: foreignPortAgent({ addr: '127.0.0.1', port: portAgent.ports.data, ...(await attach(portAgent.ports)) }),
      openSink: () => new JsonlSink(join(folder, 'out')),
      checkpoint: checkpointFile(join(folder, 'checkpoint.json')),
      clock,
      logger,
      ...agentOptions,
    }),
  );
  agent.start();
  return { agent, portAgent };
}
