import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Bus } from '../bus/bus.ts';
import { upkeepOf } from '../config/log-rules.ts';
import { linkedName } from '../config/port-agents.ts';
import { type Config, type InstrumentConfig, parseAttach } from '../config/schema.ts';
import type { Instrument } from '../definition/instrument.ts';
import type { Clock } from '../kit/clock.ts';
import type { Logger } from '../kit/logger.ts';
import { parseLink } from '../link/parse-link.ts';
import type { Value } from '../model/sample.ts';
import { PortAgentLauncher } from '../port-agent/launcher.ts';
import { checkpointFile } from '../store/checkpoint.ts';
import { EventLog } from '../store/events/event-log.ts';
import { eventsFolder } from '../store/layout.ts';
import type { FairShares } from './fair-shares.ts';
import { folders } from './folders.ts';
import { InstrumentAgent } from './instrument-agent.ts';
import { openRefiner } from './open-refiner.ts';
import type { Outputs } from './outputs.ts';
import { besideHost, hostOf } from './passenger.ts';
import {
  type Address,
  foreignPortAgent,
  ownPortAgent,
  type PortAgentHome,
  portAgentPerLink,
} from './port-agent-home.ts';
import { stateFile } from './state-file.ts';
import { Wanted } from './wanted.ts';
import { warnOfOther } from './warn-of-other.ts';

/** What all instruments of a fleet have in common. */
export interface Place {
  readonly config: Config;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly outputs: Outputs;
  readonly bus: Bus;
  readonly database?: DatabaseSync | undefined;
  readonly shares: FairShares;
}

/** One instrument of a configuration. */
export interface Entry {
  readonly id: string;
  readonly own: InstrumentConfig;
  readonly definition: Instrument;
  /** How its definition is read anew, where it can change. */
  readonly reread?: (() => Promise<Instrument>) | undefined;
}

/** The agent of an instrument; `host` is the agent of the one that it is found behind. */
export function makeAgent(
  place: Place,
  { id, own, definition, reread }: Entry,
  host?: InstrumentAgent,
): InstrumentAgent {
  const { config, clock, logger, outputs, bus, database } = place;
  const { own: folder, checkpoint, state } = folders(config.data, id);
  const { name, startup, schedule, show } = own;
  const events = new EventLog({
    folder: eventsFolder(folder),
    instrument: id,
    clock,
    logger,
    onKept: (event) => bus.publish('event', event),
  });
  let serialNumber: Value | undefined;
  const agent: InstrumentAgent = new InstrumentAgent({
    id,
    definition,
    home: host ? besideHost(host) : homeOf(config, logger, id, own),
    ...(host && { host: hostOf(host, id) }),
    openSink: () =>
      outputs.openSink({
        id,
        own,
        folder,
        events,
        describe: () => ({ definition: agent.definition, refiner: agent.refiner, serialNumber }),
      }),
    openRefiner: (known, resume) => openRefiner({ id, config: own, own: folder, store: outputs.store }, known, resume),
    checkpoint: checkpointFile(checkpoint),
    state: stateFile(state, clock),
    events,
    clock,
    logger,
    wanted: new Wanted(id, { startup, schedule }, database, logger),
    isLocked: () => bus.find('locks', '')?.of(id) !== undefined,
    show,
    shares: place.shares,
    isForeign: reread !== undefined,
    ...(reread && { reread }),
    ...(name !== undefined && { name }),
  });
  agent.events.add((event) => {
    if (event.type === 'config_change') serialNumber = event.parameters.serial_number?.actual ?? serialNumber;
  });
  return agent;
}

function homeOf(config: Config, logger: Logger, id: string, own: InstrumentConfig): PortAgentHome {
  const { link, links, attach = '' } = own;
  const { run } = folders(config.data, id);
  const common = { data: resolve(config.data), run, upkeep: upkeepOf(config, own) };
  const at = (name: string, text: string): PortAgentHome<Address> =>
    ownPortAgent(name, run, new PortAgentLauncher({ name, link: parseLink(text), ...common }), (running) =>
      warnOfOther(logger, running, common.upkeep),
    );
  if (links === undefined) return link === undefined ? foreignPortAgent(parseAttach(attach)) : at(id, link);
  return portAgentPerLink(new Map(Object.entries(links).map(([name, text]) => [name, at(linkedName(id, name), text)])));
}
