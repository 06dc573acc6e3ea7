import { join } from 'node:path';
import { runningPortAgent } from '../port-agent/run-file.ts';

/** Where a driver attaches. */
export interface Address {
  readonly addr: string;
  readonly port: number;
  readonly command_port?: number;
  /** Only Sonde's own port agents have it. */
  readonly http_port?: number;
  readonly pid?: number;
}

/** Where an instrument's port agent is found. */
export interface PortAgentHome {
  /** The address of the running port agent, started first where it is ours and does not run. */
  find(signal: AbortSignal): Promise<Address>;
  /** Ends it, where it is ours. */
  stop(): Promise<void>;
}

/** Starts and stops the process of a port agent. */
export interface Launcher {
  launchProcess(signal?: AbortSignal): Promise<unknown>;
  stop(): Promise<void>;
}

/** A port agent of our own in a process of its own, found by its run file. */
export const ownPortAgent = (name: string, runFolder: string, launcher: Launcher): PortAgentHome => ({
  async find(signal) {
    let running = await runningPortAgent(runFolder, name);
    if (running === undefined) {
      await launcher.launchProcess(signal);
      running = await runningPortAgent(runFolder, name);
    }
    if (running === undefined)
      throw new Error(`${join(runFolder, name)}.json does not say where the port agent listens`);
    const { listen, ports, pid } = running;
    return { addr: listen, port: ports.data, command_port: ports.command, http_port: ports.http, pid };
  },
  stop: () => launcher.stop(),
});

/** A port agent that somebody else runs. */
export const foreignPortAgent = (address: Address): PortAgentHome => ({
  find: async () => address,
  stop: async () => {},
});
