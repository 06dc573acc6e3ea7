import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { upkeepOf } from '../config/log-rules.ts';
import { portAgentsOf } from '../config/port-agents.ts';
import { sleep } from '../kit/clock.ts';
import { ConfigError } from '../kit/errors.ts';
import { makeFolder } from '../kit/files.ts';
import type { Use } from '../kit/scope.ts';
import { PortAgent } from '../port-agent/port-agent.ts';
import { secondsNumber } from './arguments.ts';
import type { CliContext } from './context.ts';
import { demoConfig } from './demo/demo-config.ts';
import { DEMO_FLEET } from './demo/demo-fleet.ts';
import { playFleet } from './demo/play-fleet.ts';
import { type Deployment, loadConfig } from './load-config.ts';
import { canShowLive } from './show-live.ts';
import { aborted, runInScope } from './stopping.ts';

interface DemoOptions {
  readonly live?: boolean;
  readonly seconds?: number;
  readonly json?: boolean;
  readonly data?: string;
}

/** `sonde demo`: a fleet that needs no hardware, run like a real one. */
export function demoCommand(context: CliContext): Command {
  return new Command('demo')
    .description(
      'run an instrument of each kind, simulated or recorded, and one that is faulty; Ctrl-C ends everything',
    )
    .option('--live', 'show a live view on the terminal too')
    .addOption(new Option('--seconds <n>', 'end by itself').argParser(secondsNumber))
    .option('--json', 'print every sample as one line of JSON')
    .option('--data <folder>', 'keep logs and samples here; where not given they are removed at the end')
    .action(async ({ live = false, seconds, json = false, data }: DemoOptions) => {
      if (live && !canShowLive(context)) {
        throw new ConfigError('--live needs a terminal on stdout that can move its cursor; --json is for pipes');
      }
      const folder = data === undefined ? await mkdtemp(join(tmpdir(), 'sonde-demo-')) : resolve(data);
      try {
        await runInScope(async (use, signal) => {
          const { clock, stderr } = context;
          const { runDeployment } = await import('./run-deployment.ts');
          const file = await writeDemo(context, folder, use);
          const deployment = await loadConfig(file, context);
          await ownPortAgents(context, deployment, use);
          const { server } = await runDeployment(
            context,
            { deployment, file, json, live, endsPortAgents: () => true },
            use,
          );
          if (!live) stderr.write(greeting(server.addresses, file));
          await (seconds === undefined ? aborted(signal) : sleep(clock, seconds * 1000, signal).catch(() => {}));
        });
      } finally {
        if (data === undefined) await rm(folder, { recursive: true, force: true });
      }
    });
}

const greeting = ([address = '']: readonly string[], file: string): string => `
  Sonde's demo is at  ${address}

  Its configuration is ${file}
  In another terminal: npx sonde status, npx sonde watch ctd_12m, npx sonde set ctd_12m interval=5
  Ctrl-C ends it.

`;

/** Plays the instruments and writes the configuration that reaches them; returns where that stands. */
async function writeDemo(context: CliContext, folder: string, use: Use): Promise<string> {
  const reached = await playFleet(DEMO_FLEET, context, use);
  const file = join(folder, 'sonde.yaml');
  await makeFolder(folder);
  await writeFile(file, demoConfig(folder, DEMO_FLEET, reached), { mode: 0o600 });
  return file;
}

/** The demo's port agents are a part of it: they have nothing to outlive it for. */
async function ownPortAgents({ clock, logger }: CliContext, { config }: Deployment, use: Use): Promise<void> {
  const common = { data: resolve(config.data), run: join(resolve(config.data), 'run'), clock, logger };
  for (const [id, own] of Object.entries(config.instruments)) {
    for (const one of portAgentsOf(id, own)) {
      const agent = await PortAgent.start({ ...one, ...common, upkeep: upkeepOf(config, own) });
      use({ [Symbol.asyncDispose]: () => agent.close() });
    }
  }
}
