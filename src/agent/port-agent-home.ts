import { join } from 'node:path';
import { ONLY_LINK } from '../definition/links.ts';
import { type RunFile, runningPortAgent } from '../port-agent/run-file.ts';

/** Where a driver attaches. */
export interface Address {
  readonly addr: string;
  readonly port: number;
  readonly command_port?: number;
  /** Only Sonde's own port agents have it. */
  readonly http_port?: number;
  readonly pid?: number;
}

/** Where a driver attaches to an instrument with several links. */
export interface LinkAddresses {
  readonly links: Readonly<Record<string, Address>>;
}

/** `''` stands for the only one. */
export const byLink = (found: Address | LinkAddresses): LinkAddresses['links'] =>
  'links' in found ? found.links : { [ONLY_LINK]: found };

const one = ({ addr, port }: Address): string => `${addr}:${port}`;

/** For people; nothing where there is none. */
export const describeAddress = (found: Address | LinkAddresses | undefined): string =>
  found === undefined
    ? ''
    : 'links' in found
      ? Object.entries(found.links)
          .map(([link, address]) => `${one(address)} (${link})`)
          .join(' and ')
      : one(found);

/** Where an instrument's port agent is found, or the one of each of its links. */
export interface PortAgentHome<Found = Address | LinkAddresses> {
  /**
   * The address of the running port agent, started first where it is ours and does not run. `onBegun` is told once its process is
   * there, and only its answer awaited.
   */
  find(signal: AbortSignal, onBegun?: () => void): Promise<Found>;
  /** Ends it, where it is ours. */
  stop(): Promise<void>;
}

/** Starts and stops the process of a port agent. */
export interface Launcher {
  launchProcess(signal?: AbortSignal, onBegun?: () => void): Promise<unknown>;
  stop(): Promise<void>;
}

/** A port agent of our own in a process of its own, found by its run file. */
export const ownPortAgent = (
  name: string,
  runFolder: string,
  launcher: Launcher,
  onFound: (running: RunFile) => void = () => {},
): PortAgentHome<Address> => ({
  async find(signal, onBegun) {
    let running = await runningPortAgent(runFolder, name);
    if (running === undefined) {
      await launcher.launchProcess(signal, onBegun);
      running = await runningPortAgent(runFolder, name);
    }
    if (running === undefined)
      throw new Error(`${join(runFolder, name)}.json does not say where the port agent listens`);
    onFound(running);
    const { listen, ports, pid } = running;
    return { addr: listen, port: ports.data, command_port: ports.command, http_port: ports.http, pid };
  },
  stop: () => launcher.stop(),
});

/** A port agent that somebody else runs. */
export const foreignPortAgent = (address: Address): PortAgentHome<Address> => ({
  find: async () => address,
  stop: async () => {},
});

/** The port agents of an instrument with several links, by link. */
export const portAgentPerLink = (homes: ReadonlyMap<string, PortAgentHome<Address>>): PortAgentHome<LinkAddresses> => ({
  async find(signal) {
    const found = await Promise.all([...homes].map(async ([link, home]) => [link, await home.find(signal)] as const));
    return { links: Object.fromEntries(found) };
  },
  stop: async () => void (await Promise.all([...homes.values()].map((home) => home.stop()))),
});
