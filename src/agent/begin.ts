import { resolve } from 'node:path';
import { upkeepOf } from '../config/log-rules.ts';
import { linkedName } from '../config/port-agents.ts';
import { type Config, type InstrumentConfig, parseAttach } from '../config/schema.ts';
import type { Logger } from '../kit/logger.ts';
import { parseLink } from '../link/parse-link.ts';
import { PortAgentLauncher } from '../port-agent/launcher.ts';
import { begunHome } from './begun-home.ts';
import { claimFolders } from './claim-folders.ts';
import { folders } from './folders.ts';
import { foreignPortAgent, ownPortAgent, type PortAgentHome, portAgentPerLink } from './port-agent-home.ts';
import { warnOfOther } from './warn-of-other.ts';

/** What an instrument has before its driver is made. */
export interface Begun {
  /** Its folders are this process's own. */
  readonly held: Disposable;
  /** Its port agents, whose processes are there; none for an instrument that is found behind another one. */
  readonly home?: PortAgentHome | undefined;
}

interface Beginning {
  readonly config: Config;
  readonly logger: Logger;
}

/** Makes the folders of some instruments this process's own, those of all of them or of none, and then starts their port agents. */
export async function beginInstruments(
  { config, logger }: Beginning,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Begun>> {
  const claims: Disposable[] = [];
  try {
    for (const id of ids) claims.push(await claimFolders(id, writtenFolders(config, id)));
  } catch (error) {
    for (const held of claims) held[Symbol.dispose]();
    throw error;
  }
  const homes = await Promise.all(ids.map((id) => homeOf(config, logger, id)));
  return new Map(ids.map((id, i) => [id, { held: claims[i]!, home: homes[i] }]));
}

/** The folders that the driver of one instrument writes to. */
const writtenFolders = ({ data, outputs: { jsonl } }: Config, id: string): string[] => [
  ...new Set([folders(data, id).own, ...(jsonl === undefined ? [] : [resolve(jsonl, id)])]),
];

async function homeOf(config: Config, logger: Logger, id: string): Promise<PortAgentHome | undefined> {
  const own: InstrumentConfig | undefined = config.instruments[id];
  if (own === undefined || own.on !== undefined) return undefined;
  const { link, links, attach = '' } = own;
  const { run } = folders(config.data, id);
  const common = { data: resolve(config.data), run, upkeep: upkeepOf(config, own) };
  const at = (name: string, text: string) => {
    const launcher = new PortAgentLauncher({ name, link: parseLink(text), ...common });
    return begunHome(ownPortAgent(name, run, launcher, (running) => warnOfOther(logger, running, common.upkeep)));
  };
  if (link !== undefined) return at(id, link);
  if (links === undefined) return foreignPortAgent(parseAttach(attach));
  const perLink = Object.entries(links).map(
    async ([name, text]) => [name, await at(linkedName(id, name), text)] as const,
  );
  return portAgentPerLink(new Map(await Promise.all(perLink)));
}
