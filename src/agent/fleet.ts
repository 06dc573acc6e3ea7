import { resolve } from 'node:path';
import { upkeepOf } from '../config/log-rules.ts';
import { linkedName } from '../config/port-agents.ts';
import type { Config, InstrumentConfig } from '../config/schema.ts';
import { parseAttach } from '../config/schema.ts';
import type { Instrument } from '../definition/instrument.ts';
import type { Clock } from '../kit/clock.ts';
import type { Logger } from '../kit/logger.ts';
import { parseLink } from '../link/parse-link.ts';
import type { Value } from '../model/sample.ts';
import { PortAgentLauncher } from '../port-agent/launcher.ts';
import { missingPlace } from '../refine/missing-place.ts';
import { checkpointFile } from '../store/checkpoint.ts';
import { EventLog } from '../store/events/event-log.ts';
import { eventsFolder } from '../store/layout.ts';
import { endBrokenOff } from '../store/replace/replacement.ts';
import { claimFolders } from './claim-folders.ts';
import { InstrumentAgent } from './instrument-agent.ts';
import { openRefiner } from './open-refiner.ts';
import { Outputs } from './outputs.ts';
import { besideHost, hostOf } from './passenger.ts';
import {
  type Address,
  foreignPortAgent,
  ownPortAgent,
  type PortAgentHome,
  portAgentPerLink,
} from './port-agent-home.ts';
import { keepRollups } from './rollup-keeper.ts';
import { stateFile } from './state-file.ts';
import { warnOfOther } from './warn-of-other.ts';

export interface FleetOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly logger: Logger;
  loadInstrument(kind: string): Promise<Instrument>;
  /** Says how the definition of an instrument is read anew; nothing for one that cannot change. */
  rereadFor?(instrument: InstrumentConfig): (() => Promise<Instrument>) | undefined;
}

/** Where an instrument's things stand in the data folder; the log of one of several links is that of `<id>/<link>`. */
export const folders = (data: string, id: string) => ({
  own: resolve(data, id),
  log: resolve(data, id, 'log'),
  checkpoint: resolve(data, id, 'checkpoint.json'),
  state: resolve(data, id, 'state.json'),
  run: resolve(data, 'run'),
});

/** The instruments of a configuration, each with an agent of its own. */
export class Fleet implements AsyncDisposable {
  readonly agents: ReadonlyMap<string, InstrumentAgent>;
  readonly outputs: Outputs;

  readonly #rollups: AsyncDisposable | undefined;
  readonly #claims: Disposable[];

  private constructor(
    agents: ReadonlyMap<string, InstrumentAgent>,
    outputs: Outputs,
    rollups: AsyncDisposable | undefined,
    claims: Disposable[],
  ) {
    this.agents = agents;
    this.outputs = outputs;
    this.#rollups = rollups;
    this.#claims = claims;
  }

  /** All definitions are loaded, and all folders are this process's own, before the first instrument is touched. */
  static async start(options: FleetOptions): Promise<Fleet> {
    const entries = Object.entries(options.config.instruments);
    const definitions = await Promise.all(entries.map(([, { kind }]) => options.loadInstrument(kind)));
    const claims: Disposable[] = [];
    try {
      for (const [id] of entries) {
        claims.push(await claimFolders(id, writtenFolders(options.config, id)));
        const ended = await endBrokenOff(folders(options.config.data, id).own, options.clock);
        if (ended.length > 0)
          options.logger.warn({ instrument: id, ended }, 'a re-parse that was broken off is carried out');
      }
    } catch (error) {
      letGo(claims);
      throw error;
    }
    const outputs = new Outputs(options.config, options.clock, options.logger);
    const agents = makeAgents(
      options,
      outputs,
      entries.map(([id, own], i) => ({ id, own, definition: definitions[i]! })),
    );
    for (const [i, [id, { position }]] of entries.entries()) {
      const empty = missingPlace(definitions[i]!, position);
      if (empty.length > 0)
        options.logger.warn({ instrument: id, empty }, 'no position is configured: these stay empty');
    }
    for (const agent of agents.values()) agent.start();
    const ownFolders = entries.map(([id]) => folders(options.config.data, id).own);
    const rollups = outputs.store && keepRollups({ ...options, folders: ownFolders });
    return new Fleet(agents, outputs, rollups, claims);
  }

  /** Ends the port agents too: nothing holds the instruments' connections any more. */
  async stopPortAgents(): Promise<void> {
    await this[Symbol.asyncDispose]();
    await Promise.all([...this.agents.values()].map((agent) => agent.stopPortAgent()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.agents.values()].map((agent) => agent[Symbol.asyncDispose]()));
    await this.#rollups?.[Symbol.asyncDispose]();
    await this.outputs[Symbol.asyncDispose]();
    letGo(this.#claims.splice(0));
  }
}

function letGo(claims: readonly Disposable[]): void {
  for (const claim of claims) claim[Symbol.dispose]();
}

/** The folders that the driver of one instrument writes to. */
const writtenFolders = ({ data, outputs: { jsonl } }: Config, id: string): string[] => [
  ...new Set([folders(data, id).own, ...(jsonl === undefined ? [] : [resolve(jsonl, id)])]),
];

interface Member {
  readonly id: string;
  readonly own: InstrumentConfig;
  readonly definition: Instrument;
}

/** In the order of the configuration; those that are found behind others are made after them. */
function makeAgents(
  options: FleetOptions,
  outputs: Outputs,
  members: readonly Member[],
): ReadonlyMap<string, InstrumentAgent> {
  const hosts = new Map(
    members.filter(({ own }) => own.on === undefined).map((member) => [member.id, makeAgent(options, outputs, member)]),
  );
  return new Map(
    // Total: the configuration was checked, and only an instrument with a link of its own is a host.
    members.map((member) => [
      member.id,
      hosts.get(member.id) ?? makeAgent(options, outputs, member, hosts.get(member.own.on!)!),
    ]),
  );
}

function makeAgent(
  { config, clock, logger, rereadFor }: FleetOptions,
  outputs: Outputs,
  { id, own, definition }: Member,
  host?: InstrumentAgent,
): InstrumentAgent {
  const { own: folder, checkpoint, state } = folders(config.data, id);
  const { name, startup, schedule } = own;
  const reread = rereadFor?.(own);
  const events = new EventLog({ folder: eventsFolder(folder), instrument: id, clock, logger });
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
    ...(reread && { reread }),
    ...(name !== undefined && { name }),
    ...(startup && { startup }),
    ...(schedule && { schedule }),
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
