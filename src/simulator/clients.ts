import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { ConnectionError, describeError } from '../kit/errors.ts';

/** A client that leaves so many bytes unread is hung up on. */
const MOST_UNREAD = 1 << 20;

export interface ClientsOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly onBytes?: (bytes: Uint8Array, client: Socket) => void;
  /** How many there are now, whenever that changes. */
  readonly onCount?: (count: number) => void;
}

const relieved = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.on('drain', done).on('close', done);
  });

/** A TCP port at which everybody hears the same, as at a serial device server. */
export class Clients implements AsyncDisposable {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets: Set<Socket>;

  private constructor(server: Server, sockets: Set<Socket>, port: number) {
    this.#server = server;
    this.#sockets = sockets;
    this.port = port;
  }

  /** @throws ConnectionError when the port cannot be had. */
  static async listen({ host, port, onBytes, onCount }: ClientsOptions): Promise<Clients> {
    const sockets = new Set<Socket>();
    const server = createServer({ noDelay: true }, (socket) => {
      sockets.add(socket);
      socket.on('data', (bytes) => onBytes?.(bytes, socket));
      // A reset shows as 'close' too; there is nothing else to do about it.
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        onCount?.(sockets.size);
      });
      onCount?.(sockets.size);
    });
    try {
      server.listen(port, host);
      await once(server, 'listening');
    } catch (error) {
      throw new ConnectionError(`tcp://${host}:${port}: cannot listen there: ${describeError(error)}`, {
        cause: error,
      });
    }
    const address = server.address();
    return new Clients(server, sockets, typeof address === 'object' && address ? address.port : port);
  }

  get count(): number {
    return this.#sockets.size;
  }

  send(bytes: Uint8Array): void {
    for (const socket of this.#sockets) {
      if (socket.writableLength > MOST_UNREAD) socket.destroy();
      else socket.write(bytes);
    }
  }

  /** Resolves when every client has taken what was sent, or is gone. */
  async drained(): Promise<void> {
    await Promise.all([...this.#sockets].filter((socket) => socket.writableNeedDrain).map(relieved));
  }

  drop(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.drop();
    await closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
