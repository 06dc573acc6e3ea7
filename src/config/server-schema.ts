import { resolve } from 'node:path';
import { z } from 'zod';
import { portNumber } from '../link/link-query.ts';
import { parsedBy } from './parsed-by.ts';

/** Where the HTTP API and the web page are reached when nothing is said. */
export const DEFAULT_LISTEN = { host: '127.0.0.1', port: 8100 } as const;

const LISTEN = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+):(\d+)$/;
const HOST_NAME = /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/;

/** The address in a `listen`; an error says what would be right. */
export function parseListen(listen: string): { readonly host: string; readonly port: number } {
  const [, host, port] = LISTEN.exec(listen) ?? [];
  if (host === undefined || port === undefined)
    throw new SyntaxError("must be an address and a port, such as '127.0.0.1:8100', '0.0.0.0:8100' or '[::]:8100'");
  return { host: host.replace(/^\[|\]$/g, ''), port: port === '0' ? 0 : portNumber(port) };
}

/** The HTTP API and the web page: where they are reached, or `false` for this user's own commands only. */
export const serverSchema = z.union(
  [
    z.literal(false),
    z.strictObject({
      listen: parsedBy(parseListen).optional(),
      /** PEM files; paths are seen from the configuration's folder. */
      tls: z.strictObject({ cert: z.string(), key: z.string() }).optional(),
      /** Names besides its address by which browsers reach it. */
      hosts: z
        .array(z.string().regex(HOST_NAME, 'must be a name such as sonde.ship.example, without a port'))
        .optional(),
    }),
  ],
  { error: "must be false or { listen: '127.0.0.1:8100', tls: { cert, key }, hosts: [names] }" },
);

export type ServerConfig = Exclude<z.infer<typeof serverSchema>, false>;

/** The same, its files seen from the configuration's folder. */
export function serverIn(folder: string, server: ServerConfig | false): ServerConfig | false {
  if (server === false || server.tls === undefined) return server;
  const { cert, key } = server.tls;
  return { ...server, tls: { cert: resolve(folder, cert), key: resolve(folder, key) } };
}
