import type { DatabaseSync } from 'node:sqlite';
import type { Bus } from '../bus/bus.ts';
import type { Config, InstrumentConfig } from '../config/schema.ts';
import type { Instrument } from '../definition/instrument.ts';
import type { Clock } from '../kit/clock.ts';
import type { Logger } from '../kit/logger.ts';
import type { Value } from '../model/sample.ts';
import { checkpointFile } from '../store/checkpoint.ts';
import { EventLog } from '../store/events/event-log.ts';
import { eventsFolder } from '../store/layout.ts';
import type { FairShares } from './fair-shares.ts';
import { folders } from './folders.ts';
import { InstrumentAgent } from './instrument-agent.ts';
import { openRefiner } from './open-refiner.ts';
import type { Outputs } from './outputs.ts';
import { besideHost, hostOf } from './passenger.ts';
import type { PortAgentHome } from './port-agent-home.ts';
import { stateFile } from './state-file.ts';
import { Wanted } from './wanted.ts';

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

/** The agent of an instrument that has a port agent, or is found behind another one. */
export function makeAgent(
  place: Place,
  { id, own, definition, reread }: Entry,
  behind: PortAgentHome | InstrumentAgent,
): InstrumentAgent {
  const { config, clock, logger, outputs, bus, database } = place;
  const host = behind instanceof InstrumentAgent ? behind : undefined;
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
    home: behind instanceof InstrumentAgent ? besideHost(behind) : behind,
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
