import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Limits } from './limits.ts';
import type { Tls } from './listen.ts';
import { endWith, malformed } from './refuse.ts';
import type { Traffic } from './traffic.ts';

export interface HttpOptions {
  readonly limits: Limits;
  readonly traffic: Traffic;
  readonly tls: Tls | undefined;
  readonly onRequest: RequestListener;
  readonly onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

/** A server of HTTP that nobody can take more of than the limits say, and that nothing malformed ends. */
export function makeHttpServer({ limits, traffic, tls, onRequest, onUpgrade }: HttpOptions): Server {
  const options: ServerOptions = {
    maxHeaderSize: limits.headers,
    headersTimeout: limits.headersTime,
    requestTimeout: limits.requestTime,
    connectionsCheckingInterval: Math.min(5000, limits.headersTime),
    keepAlive: true, // of TCP: a machine that was unplugged is noticed
    keepAliveInitialDelay: 10_000,
    noDelay: true,
    keepAliveTimeout: 30_000, // on the way to a ship a new connection takes seconds
    // Some clients offer to go on in HTTP/2; where this is not known yet (before Node 24.9) they are refused.
    shouldUpgradeCallback: ({ headers: { upgrade } }) => upgrade?.toLowerCase() === 'websocket',
  };
  const server = tls
    ? createSecureServer({ ...options, ...tls, handshakeTimeout: limits.headersTime }, onRequest)
    : createServer(options, onRequest);
  server.maxConnections = limits.connections;
  server.timeout = limits.idleTime;
  server.on('upgrade', onUpgrade);
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => answerMalformed(error, socket, limits, traffic));
  // No answer goes over a connection whose handshake has failed: it would wait for that.
  server.on('tlsClientError', (_: Error, socket: Socket) => socket.destroy());
  server.on('drop', () => traffic.connectionsRefused++);
  limitAddresses(server, limits.connectionsOfAddress, traffic);
  return server;
}

/** Answers what is no HTTP. */
function answerMalformed(error: NodeJS.ErrnoException, socket: Duplex, limits: Limits, traffic: Traffic): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return void socket.destroy();
  traffic.malformed++;
  endWith(socket, malformed(error.code, limits));
}

/** One address does not get all connections. */
function limitAddresses(server: Server, most: number, traffic: Traffic): void {
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const { remoteAddress } = socket;
    traffic.connections++;
    socket.once('close', () => traffic.connections--);
    if (remoteAddress === undefined) return;
    const before = open.get(remoteAddress) ?? 0;
    open.set(remoteAddress, before + 1);
    socket.once('close', () => {
      const rest = (open.get(remoteAddress) ?? 1) - 1;
      if (rest > 0) open.set(remoteAddress, rest);
      else open.delete(remoteAddress);
    });
    if (before < most) return;
    traffic.connectionsRefused++;
    socket.destroy();
  });
}
