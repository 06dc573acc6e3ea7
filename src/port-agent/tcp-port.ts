import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { ConfigError, describeError } from '../kit/errors.ts';

/** One connection to a port. */
export interface Client {
  /** For people: `data client 10.0.0.3:50412`. */
  readonly name: string;
  /** The client's IP address. */
  readonly address: string;
  /** Bytes that wait in this process because the client does not take them. */
  readonly queued: number;
  /** Queues the bytes; a client whose queue is full already is disconnected instead. */
  send(bytes: Uint8Array | string): void;
  close(): void;
}

export interface TcpPortOptions {
  /** What connects here: `data`, `command`, `sniff`. */
  readonly what: string;
  readonly host: string;
  /** 0 for one that is free. */
  readonly port: number;
  /** How many bytes may wait for one client. */
  readonly queue: number;
  /** Makes what handles the bytes of one client; the client is not read from while that has not settled. */
  onClient?(client: Client): (bytes: Uint8Array) => Promise<void> | void;
  /** A client was too slow and has been disconnected. */
  onDropped(client: Client): void;
}

const MOST_CLIENTS = 100;

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
  }

  static async open(options: TcpPortOptions): Promise<TcpPort> {
    const port = new TcpPort(options);
    port.#port = await listenOn(port.#server, options.what, options.host, options.port);
    return port;
  }

  get port(): number {
    return this.#port;
  }

  get clients(): readonly Client[] {
    return [...this.#clients.keys()];
  }

  broadcast(bytes: Uint8Array | string): void {
    for (const client of this.#clients.keys()) client.send(bytes);
  }

  #join(socket: Socket): void {
    const { what, queue, onClient, onDropped } = this.#options;
    const address = socket.remoteAddress ?? 'unknown';
    const client: Client = {
      name: `${what} client ${address}:${socket.remotePort ?? 0}`,
      address,
      get queued() {
        return socket.writableLength;
      },
      send: (bytes) => {
        if (!socket.writable) return;
        if (socket.writableLength <= queue) return void socket.write(bytes);
        this.#clients.delete(client);
        socket.resetAndDestroy();
        onDropped(client);
      },
      close: () => void socket.end(),
    };
    this.#clients.set(client, socket);
    socket.on('close', () => this.#clients.delete(client));
    socket.on('error', () => socket.destroy());
    const take = onClient?.(client);
    socket.on('data', (bytes) => {
      const taken = take?.(bytes);
      if (taken === undefined) return;
      socket.pause();
      taken.finally(() => socket.resume());
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
