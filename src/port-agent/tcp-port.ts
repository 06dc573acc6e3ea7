import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { Clock } from '../kit/clock.ts';
import { ConfigError, describeError } from '../kit/errors.ts';

import { tolerance } from './tolerance.ts';

/** One connection to a port. */
export interface Client {
  /** For people: `data client 10.0.0.3:50412`. */
  readonly name: string;
  /** The client's IP address. */
  readonly address: string;
  /** Bytes that wait in this process because the client does not take them. */
  readonly queued: number;
  /** Queues the bytes; a client that leaves too many waiting is disconnected instead. */
  send(bytes: Uint8Array | string): void;
}

/** What the ports of one port agent have in common, and the number of one of them. */
export interface ListenOptions {
  readonly host: string;
  /** 0 for one that is free. */
  readonly port: number;
  /** How many bytes may wait for one client; for a moment more, see {@link tolerance}. */
  readonly queue: number;
  readonly clock: Clock;
  /** A client is too slow and is being disconnected. */
  onDropped(client: Client): void;
  /** A client was turned away, because there are as many as there may be. */
  onTurnedAway(who: string): void;
}

export interface TcpPortOptions extends ListenOptions {
  /** What connects here: `data`, `command`, `sniff`. */
  readonly what: string;
  /** 0 unless given. */
  readonly ahead?: number;
  /** Makes what handles the bytes of one client; the client is not read from while more than `ahead` of them have not settled. */
  onClient?(client: Client): (bytes: Uint8Array) => Promise<void> | void;
}

export const MOST_CLIENTS = 100;

/** Listens on `port` of `host`; a `ConfigError` says what stands in the way. */
export async function listenOn(server: Server, what: string, host: string, port: number): Promise<number> {
  try {
    server.listen({ host, port });
    await once(server, 'listening');
  } catch (cause) {
    throw new ConfigError(`${what} port: cannot listen on ${host}:${port}: ${describeError(cause)}`, { cause });
  }
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

/** A TCP port with any number of clients, each with a bounded queue of its own, so that none can delay another. */
export class TcpPort implements AsyncDisposable {
  readonly #options: TcpPortOptions;
  readonly #server: Server;
  readonly #clients = new Map<Client, Socket>();
  #port = 0;

  private constructor(options: TcpPortOptions) {
    this.#options = options;
    this.#server = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: 30_000 }, (socket) =>
      this.#join(socket),
    );
    this.#server.maxConnections = MOST_CLIENTS;
    this.#server.on('drop', (peer) =>
      options.onTurnedAway(`${options.what} client ${peer?.remoteAddress ?? 'unknown'}`),
    );
  }

  static async open(options: TcpPortOptions): Promise<TcpPort> {
    const port = new TcpPort(options);
    port.#port = await listenOn(port.#server, options.what, options.host, options.port);
    return port;
  }

  get port(): number {
    return this.#port;
  }

  get isWatched(): boolean {
    return this.#clients.size > 0;
  }

  get clients(): readonly Client[] {
    return [...this.#clients.keys()];
  }

  broadcast(bytes: Uint8Array | string): void {
    for (const client of this.#clients.keys()) client.send(bytes);
  }

  #join(socket: Socket): void {
    const { what, queue, clock, ahead = 0, onClient, onDropped } = this.#options;
    const isTooMuch = tolerance(queue, clock);
    const address = socket.remoteAddress ?? 'unknown';
    const client: Client = {
      name: `${what} client ${address}:${socket.remotePort ?? 0}`,
      address,
      get queued() {
        return socket.writableLength;
      },
      send: (bytes) => {
        if (!socket.writable) return;
        if (!isTooMuch(socket.writableLength)) return void socket.write(bytes);
        this.#clients.delete(client);
        onDropped(client);
        socket.resetAndDestroy();
      },
    };
    this.#clients.set(client, socket);
    socket.on('close', () => this.#clients.delete(client));
    socket.on('error', () => socket.destroy());
    const take = onClient?.(client);
    let unsettled = 0;
    socket.on('data', (bytes) => {
      const taken = take?.(bytes);
      if (taken === undefined) return;
      unsettled += bytes.length;
      if (unsettled > ahead) socket.pause();
      void taken.finally(() => {
        unsettled -= bytes.length;
        if (unsettled <= ahead && socket.isPaused()) socket.resume();
      });
    });
  }

  /** Stops listening and disconnects everybody; what was sent just before still goes out to those who take it at once. */
  async close(): Promise<void> {
    for (const socket of this.#clients.values()) socket.destroySoon();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    setImmediate(() => {
      for (const socket of this.#clients.values()) socket.destroy();
    });
    await closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
