import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { Came } from './endpoint.ts';

/** Sessions of two servers on one machine must not replace each other: cookies know no ports. */
const cookieName = (port: number | undefined): string => `sonde_${port ?? 'socket'}`;

/** How a request came. */
export function cameOf(request: IncomingMessage): Came {
  const { socket } = request;
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
  const cookie = cookieName(socket.localPort);
  return {
    cookie,
    address: (socket.remoteAddress ?? 'this machine').replace(/^::ffff:/, ''),
    isSecure: socket instanceof TLSSocket,
    session: cookieIn(headers.cookie, cookie),
    headers,
  };
}

const cookieIn = (cookies: string | undefined, wanted: string): string | undefined =>
  cookies
    ?.split(';')
    .map((cookie) => cookie.trim().split('='))
    .find(([name]) => name === wanted)?.[1];
