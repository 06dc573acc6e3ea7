import { openAccess } from '../access/access.ts';
import { startLocks } from '../access/locks.ts';
import { Fleet, type FleetOptions } from '../agent/fleet.ts';
import { startAlerts } from '../alerts/start-alerts.ts';
import { localBus } from '../bus/local-bus.ts';
import { ownSocket } from '../client/socket-folder.ts';
import type { Use } from '../kit/scope.ts';
import { startMissions } from '../missions/start-missions.ts';
import { startPublishing } from '../publishing/start-publishing.ts';
import type { KindSource } from '../server/kinds/kind-source.ts';
import { isOpen, wantedAddress } from '../server/listen.ts';
import type { Server } from '../server/start-server.ts';
import { openStateDatabase } from '../store/state-database.ts';
import { builtPage } from './built-page.ts';
import { headStart } from './head-start.ts';

export interface StationOptions extends Omit<FleetOptions, 'bus' | 'database'> {
  /** Every kind of instrument that is known; those of Sonde itself where nothing is said. */
  readonly catalogue?: KindSource | undefined;
  /** Whether the port agents end with it; they go on unless this says so at its end. */
  readonly endsPortAgents?: () => boolean;
  /** Told when the instruments are under way; what only shows them follows. */
  readonly onFleet?: ((fleet: Fleet) => void) | undefined;
}

/** So long the server is left for later, in ms, where it is not known yet what the instruments are doing. */
const HEAD_START = 250;

/** All that runs for a configuration. */
export interface Station {
  readonly fleet: Fleet;
  readonly server: Server;
  /** The admin that was made because others reach the server and there was none: the only time that the password is told. */
  readonly first: { readonly name: string; readonly password: string } | undefined;
}

/** Runs the instruments of a configuration and whatever looks after them, and serves the API and the page; let go with the scope. */
export async function startStation(
  { endsPortAgents, catalogue, onFleet = () => {}, ...options }: StationOptions,
  use: Use,
): Promise<Station> {
  const { config, clock, logger } = options;
  const { data } = config;
  const database = await openStateDatabase(data);
  use({ [Symbol.dispose]: () => database.close() });
  const bus = localBus();
  const fleet = await Fleet.start({ ...options, bus, database });
  use({
    [Symbol.asyncDispose]: () => (endsPortAgents?.() ? fleet.stopPortAgents() : fleet[Symbol.asyncDispose]()),
  });
  onFleet(fleet);
  use(startLocks({ bus, database, clock, logger }));
  use(await startAlerts({ bus, database, clock, logger, config, data }));
  use(await startMissions({ bus, database, clock, logger }));
  use(await startPublishing({ bus, clock, logger, config }));
  const address = wantedAddress(config.server);
  const access = await openAccess({
    database,
    bus,
    clock,
    logger,
    isOpen: address !== undefined && isOpen(address.host),
  });
  // To load it takes as long as all else: the instruments do not wait for what only shows them.
  await headStart(fleet.agents.values(), clock, HEAD_START);
  const { startServer } = await import('../server/start-server.ts');
  const page = await builtPage();
  const socket = await ownSocket();
  const hot = fleet.outputs.store?.hot;
  const server = use(await startServer({ bus, access, clock, logger, config, page, socket, hot, catalogue }));
  return { fleet, server, first: access.first };
}
