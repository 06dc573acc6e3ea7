import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP connection in two halves, so that it can be cut without asking either end. */
export interface CuttingProxy extends AsyncDisposable {
  readonly port: number;
  /** How many connections go through it now. */
  readonly connections: number;
  /** Resets all connections in the middle of whatever they are doing. */
  cut(): void;
}

export async function cuttingProxy(targetPort: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1');
    for (const [own, other] of [
      [client, target],
      [target, client],
    ] as const) {
      sockets.add(own);
      own.pipe(other);
      own
        .on('error', () => {})
        .on('close', () => {
          sockets.delete(own);
          other.destroy();
        });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return sockets.size / 2;
    },
    cut,
    async [Symbol.asyncDispose]() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
