import { resolve } from 'node:path';
import type { Begun } from '../agent/begin.ts';
import type { Deployment as Deployed } from '../agent/deployment.ts';
import type { Fleet } from '../agent/fleet.ts';
import type { Load } from '../agent/load-watch.ts';
import { silentLogger } from '../kit/logger.ts';
import type { Use } from '../kit/scope.ts';
import type { KindSource } from '../server/kinds/kind-source.ts';
import { type Station, startStation } from '../station/start-station.ts';
import type { CliContext } from './context.ts';
import { type Deployment, readConfig } from './load-config.ts';
import { reportSamples } from './report-samples.ts';
import { rereadFrom } from './reread.ts';
import { showLive } from './show-live.ts';
import { watchDefinitions } from './watch-definitions.ts';

export interface RunningOptions {
  readonly deployment: Deployment;
  /** What was begun of its instruments already. */
  readonly begun?: ReadonlyMap<string, Begun>;
  /** Where its configuration stands; that can then be changed while it runs. */
  readonly file?: string | undefined;
  readonly endsPortAgents: () => boolean;
  /** Told when instruments send much, and when little again. */
  readonly onLoad?: (load: Load) => void;
  /** Every sample as a line of JSON on stdout. */
  readonly json?: boolean;
  /** A live view on the terminal. */
  readonly live?: boolean;
}

/** Runs what is deployed, and says where it is reached; let go with the scope. */
export async function runDeployment(
  context: CliContext,
  { deployment, begun, file, endsPortAgents, onLoad, json, live }: RunningOptions,
  use: Use,
): Promise<Station> {
  const { clock, stdout, stderr } = context;
  // A live view shows what goes wrong itself; lines in between would tear it.
  const logger = live ? silentLogger : context.logger;
  let { catalogue } = deployment;
  const toDeployed = (own: Deployment): Deployed => ({
    config: own.config,
    text: own.text,
    loadInstrument: (kind) => own.catalogue.load(kind),
    rereadFor: rereadFrom(own.catalogue, clock),
  });
  const load = async (text: string, place = file): Promise<Deployed> => {
    const read = await readConfig(text, place ?? 'sonde.yaml', context);
    catalogue = read.catalogue;
    return toDeployed(read);
  };
  const at = file === undefined ? undefined : resolve(file);
  const known: KindSource = {
    get kinds() {
      return catalogue.kinds;
    },
    load: (kind) => catalogue.load(kind),
    filesOf: (kind) => catalogue.filesOf(kind),
  };
  const options = {
    ...toDeployed(deployment),
    clock,
    logger,
    file: at,
    load,
    onLoad,
    begun,
    endsPortAgents,
    catalogue: known,
    onFleet({ agents }: Fleet) {
      use(watchDefinitions(agents, () => catalogue, { clock, logger }));
      if (json) use(reportSamples(agents, stdout));
    },
  };
  const station = await startStation(options, use);
  const { fleet, server, first } = station;
  // Before the live view: that covers what is said after it began.
  if (first !== undefined) {
    stderr.write(
      `The first user is '${first.name}', its password is '${first.password}': it is said only this once.\n`,
    );
  }
  if (live) use(showLive(fleet.agents, context, [deployment.config.site ?? 'sonde', ...server.addresses].join('  ')));
  const page = server.addresses.length > 0 && { page: server.addresses.join(' ') };
  logger.info({ ...page, instruments: [...fleet.agents.keys()] }, 'running');
  return station;
}
