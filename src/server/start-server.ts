import { rm } from 'node:fs/promises';
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { DirectSessions } from './direct/direct-sessions.ts';
import { doorkeeper } from './doorkeeper.ts';
import { Guests } from './guests.ts';
import { makeHttpServer } from './http-server.ts';
import { ownKinds } from './kinds/kind-source.ts';
import { LIMITS, type Limits } from './limits.ts';
import { listenSocket, listenTcp, readTls, type Tls, wantedAddress } from './listen.ts';
import { LiveFeed } from './live/live-feed.ts';
import { makeRoutes } from './make-routes.ts';
import { ServerMetrics } from './metrics/server-metrics.ts';
import type { Parts, Surroundings } from './parts.ts';
import { SharedSamples } from './stored/shared-samples.ts';
import { Traffic } from './traffic.ts';

export interface ServerOptions extends Surroundings {
  /** The folder into which the web page was built. */
  readonly page?: string | undefined;
  /** The path of the UNIX socket of this user's own commands. */
  readonly socket?: string | undefined;
  readonly limits?: Partial<Limits> | undefined;
  /** Replies are compared with what their endpoints say of them: for tests. */
  readonly checkReplies?: boolean | undefined;
}

export interface Server extends AsyncDisposable {
  /** Where it is reached: `http://127.0.0.1:8100`. */
  readonly addresses: readonly string[];
  readonly traffic: Traffic;
}

/**
 * Serves the HTTP API and the web page: over TCP as the configuration says, and over a socket of this user's own, by which whoever asks is
 * believed.
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { config, logger, clock, bus, access } = options;
  const limits = { ...LIMITS, ...options.limits };
  const traffic = new Traffic();
  const live = new LiveFeed({ bus, clock, limits, traffic });
  const samples = new SharedSamples({ data: config.data, hot: options.hot });
  const { catalogue = ownKinds } = options;
  const metrics = new ServerMetrics({ bus, clock, traffic, hot: options.hot });
  const parts: Parts = { ...options, limits, traffic, live, samples, metrics, catalogue, started: clock.now() };

  const own = config.server === false ? undefined : config.server;
  const door = doorkeeper(access, [...(own?.hosts ?? []), wantedAddress(config.server)?.host ?? 'localhost']);
  const guests = new Guests(clock, door.identify);
  const app = await makeRoutes(parts, { ...options, door, guests });
  const direct = new DirectSessions({ parts, door, guests });
  const forget = access.onRevoked(() => guests.look());

  const servers: HttpServer[] = [];
  const serve = (tls?: Tls, note: (request: IncomingMessage) => void = () => {}): HttpServer => {
    const server = makeHttpServer({
      limits,
      traffic,
      tls,
      onRequest(request, response) {
        note(request);
        app.routing(request, response);
      },
      onUpgrade(request, socket, head) {
        note(request);
        direct.upgrade(request, socket, head);
      },
    });
    servers.push(server);
    return server;
  };
  const close = async (): Promise<void> => {
    forget();
    guests[Symbol.dispose]();
    live[Symbol.dispose]();
    await direct[Symbol.asyncDispose]();
    const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)));
    for (const server of servers) server.closeAllConnections();
    await Promise.all(closed);
    await app.close();
    metrics[Symbol.dispose]();
    await samples[Symbol.asyncDispose]();
    if (options.socket !== undefined) await rm(options.socket, { force: true });
  };
  const addresses: string[] = [];
  try {
    if (options.socket !== undefined) await listenSocket(serve(undefined, door.believe), options.socket);
    if (config.server !== false) addresses.push(await listenTcp(serve(own && (await readTls(own))), own, logger));
  } catch (error) {
    await close();
    throw error;
  }
  return { addresses, traffic, [Symbol.asyncDispose]: close };
}
