import { Command } from 'commander';
import { beginInstruments } from '../agent/begin.ts';
import type { Load } from '../agent/load-watch.ts';
import { ConfigError } from '../kit/errors.ts';
import { beFrugal, beQuick } from '../kit/frugal-heap.ts';
import { silentLogger } from '../kit/logger.ts';
import type { CliContext } from './context.ts';
import { loadConfig } from './load-config.ts';
import { canShowLive } from './show-live.ts';
import { aborted, runInScope } from './stopping.ts';

interface RunOptions {
  readonly config?: string;
  readonly stopPortAgents?: boolean;
  readonly json?: boolean;
  readonly live?: boolean;
}

/** `sonde run`: the instruments of a configuration, until it is stopped. */
export function runCommand(context: CliContext): Command {
  return new Command('run')
    .description('run the instruments of a configuration until Ctrl-C; their port agents go on')
    .option('-c, --config <file>', 'what is deployed')
    .option('--stop-port-agents', 'when it ends, end the port agents too')
    .option('--live', 'show a live view')
    .option('--json', 'print every sample as one line of JSON')
    .action(async ({ config: file, stopPortAgents = false, ...options }: RunOptions) => {
      if (options.live && !canShowLive(context)) {
        throw new ConfigError('--live needs a terminal on stdout that can move its cursor; --json is for pipes');
      }
      const deployment = await loadConfig(file, context);
      await runInScope(async (use, signal) => {
        // Their port agents start while the rest of the program is loaded.
        const { config } = deployment;
        const logger = options.live ? silentLogger : context.logger;
        const begun = await beginInstruments({ config, logger }, Object.keys(config.instruments));
        const { runDeployment } = await import('./run-deployment.ts');
        beFrugal();
        const onLoad = (load: Load): void => (load === 'much' ? beQuick() : beFrugal());
        const endsPortAgents = (): boolean => stopPortAgents;
        await runDeployment(context, { ...options, deployment, begun, file, endsPortAgents, onLoad }, use);
        await aborted(signal);
      });
    });
}
