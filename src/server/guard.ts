import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { ForbiddenError } from '../kit/errors.ts';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);
const HOST = /^(\[[0-9a-fA-F:.]+\]|[^:]+)(?::\d+)?$/;

/** The name in a `host` header, without its port. */
const nameIn = (host: string): string => (HOST.exec(host)?.[1] ?? host).replace(/^\[|\]$/g, '').toLowerCase();

/**
 * Refuses what a page of somebody else makes a browser send. A name that is not the server's own may be one that was bound to its address
 * to get round the browser's rules (DNS rebinding); an address cannot be bound to anything.
 */
export function checkBrowser(
  { host, origin, 'sec-fetch-site': site, 'sec-fetch-mode': mode }: IncomingHttpHeaders,
  method: string,
  hosts: readonly string[],
): void {
  if (host !== undefined && !isOwn(nameIn(host), hosts))
    throw new ForbiddenError(
      `'${nameIn(host)}' is no name of this server: add it to server.hosts in the configuration`,
    );
  if (origin !== undefined && !isSame(origin, host))
    throw new ForbiddenError(`a page of ${origin} may use nothing here`);
  // A link may lead here; pictures and the like may not: reading may ask an instrument, and takes a connection.
  const isLink = READS.has(method) && mode === 'navigate';
  if (origin === undefined && (site === 'cross-site' || site === 'same-site') && !isLink)
    throw new ForbiddenError('a page of another site may use nothing here');
}

const isOwn = (name: string, hosts: readonly string[]): boolean =>
  name === 'localhost' ||
  isIP(name) !== 0 ||
  name === hostname().toLowerCase() ||
  hosts.some((own) => own.toLowerCase() === name);

const isSame = (origin: string, host: string | undefined): boolean =>
  URL.canParse(origin) && host !== undefined && new URL(origin).host === host.toLowerCase();
