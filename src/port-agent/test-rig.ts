// What the tests of this folder share: a device, a place for files, a port agent between them.
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Clock, systemClock } from '../kit/clock.ts';
import { type Logger, silentLogger } from '../kit/logger.ts';
import { openLink } from '../link/open-link.ts';
import type { LoggedPacket } from '../packet/log-reader.ts';
import { readLog } from '../packet/log-reader.ts';
import type { OpenLink } from './link-keeper.ts';
import type { PortAgentOptions } from './options.ts';
import { PortAgent } from './port-agent.ts';

const endings = new WeakMap<TestContext, (() => unknown)[]>();

/** Runs `end` when the test is over; what was begun last ends first, so that a process is gone before its folder is. */
export function atEnd(t: TestContext, end: () => unknown): void {
  let own = endings.get(t);
  if (own === undefined) {
    const all: (() => unknown)[] = [];
    t.after(async () => {
      for (const one of all.reverse()) await one();
    });
    endings.set(t, all);
    own = all;
  }
  own.push(end);
}

export async function temporaryFolder(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'sonde-port-agent-'));
  atEnd(t, () => rm(path, { recursive: true, force: true, maxRetries: 3 }));
  return path;
}

/** A socket, and what came from it so far; whoever waits looks again whenever something comes. */
export class Peer {
  readonly socket: Socket;
  #received = Buffer.alloc(0);
  #looking = new Set<() => void>();
  #ended = false;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('error', () => {});
    socket.on('data', (bytes: Buffer) => {
      this.#received = Buffer.concat([this.#received, bytes]);
      this.#look();
    });
    socket.on('close', () => {
      this.#ended = true;
      this.#look();
    });
  }

  get received(): Buffer {
    return this.#received;
  }

  get text(): string {
    return this.#received.toString('latin1');
  }

  get ended(): boolean {
    return this.#ended;
  }

  #look(): void {
    for (const look of [...this.#looking]) look();
  }

  /** Resolves when `found` holds; rejects when the connection ends before. */
  async until(found: (peer: this) => boolean): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const look = (): void => {
        const done = found(this);
        if (!done && !this.#ended) return;
        this.#looking.delete(look);
        if (done) resolve();
        else reject(new Error(`the connection ended; received so far: ${JSON.stringify(this.text.slice(-500))}`));
      };
      this.#looking.add(look);
      look();
    });
  }

  untilText(text: string): Promise<void> {
    return this.until((peer) => peer.text.includes(text));
  }

  async untilEnd(): Promise<void> {
    await this.until((peer) => peer.ended);
  }

  send(bytes: string | Uint8Array): void {
    this.socket.write(bytes);
  }
}

export async function dial(t: TestContext, port: number): Promise<Peer> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  atEnd(t, () => socket.destroy());
  await once(socket, 'connect');
  return new Peer(socket);
}

/** A device behind a TCP port: it can be talked to, unplugged and plugged in again. */
export class Device {
  readonly #server: Server;
  readonly #peers: Peer[] = [];
  #port = 0;
  #joined = Promise.withResolvers<Peer>();

  constructor() {
    this.#server = createServer({ noDelay: true }, (socket) => {
      const peer = new Peer(socket);
      this.#peers.push(peer);
      this.#joined.resolve(peer);
      this.#joined = Promise.withResolvers();
    });
  }

  static async open(t: TestContext): Promise<Device> {
    const device = new Device();
    await device.plugIn();
    atEnd(t, () => device.unplug());
    return device;
  }

  get port(): number {
    return this.#port;
  }

  /** The port agent's connection: the present one, or the next. */
  async connection(): Promise<Peer> {
    const present = this.#peers.findLast((peer) => !peer.ended);
    return present ?? this.#joined.promise;
  }

  async plugIn(): Promise<void> {
    this.#server.listen({ host: '127.0.0.1', port: this.#port });
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
  }

  /** Ends the connections, and refuses new ones. */
  async unplug(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const { socket } of this.#peers) socket.destroy();
    await closed;
  }

  /** Ends the connections; new ones are accepted. */
  drop(): void {
    for (const { socket } of this.#peers) socket.destroy();
  }
}

export interface Rig {
  readonly device: Device;
  readonly agent: PortAgent;
  readonly folder: string;
  readonly options: PortAgentOptions;
  /** All that is in the log. */
  log(): Promise<LoggedPacket[]>;
}

/** A port agent for a device, both of which end with the test. */
export async function startRig(t: TestContext, more: Partial<PortAgentOptions> = {}): Promise<Rig> {
  const device = await Device.open(t);
  const folder = await temporaryFolder(t);
  const clock: Clock = more.clock ?? systemClock;
  const logger: Logger = more.logger ?? silentLogger;
  const options: PortAgentOptions = {
    name: 'ctd',
    link: { type: 'tcp', host: '127.0.0.1', port: device.port },
    data: folder,
    run: join(folder, 'run'),
    clock,
    logger,
    ...more,
  };
  const agent = await PortAgent.start(options);
  atEnd(t, () => agent.close());
  return { device, agent, folder, options, log: () => readWhole(join(folder, options.name, 'log')) };
}

export async function readWhole(dir: string): Promise<LoggedPacket[]> {
  const packets: LoggedPacket[] = [];
  for await (const batch of readLog(dir)) packets.push(...batch);
  return packets;
}

/** Opens links to a device that takes nothing: what is written ends with `taken`. The rest is as it is. */
export const takingNothing =
  (taken: Promise<void>): OpenLink =>
  async (spec, how) => {
    const link = await openLink(spec, how);
    const close = (): Promise<void> => link.close();
    return {
      name: link.name,
      chunks: link.chunks,
      closed: link.closed,
      write: () => taken,
      sendBreak: (ms) => link.sendBreak(ms),
      close,
      [Symbol.asyncDispose]: close,
    };
  };
