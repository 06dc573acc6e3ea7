import type { IncomingMessage } from 'node:http';
import type { Access, Identity } from '../access/access.ts';
import { checkBrowser } from './guard.ts';
import { identify } from './identity.ts';

/** Who may come in, and who it is. */
export interface Doorkeeper {
  /** A request that came by the socket of this user's own commands. */
  believe(request: IncomingMessage): void;
  /** Throws for a request that is not even looked at. */
  guard(request: IncomingMessage): void;
  identify(request: IncomingMessage): Identity;
}

/** `hosts` are the names by which browsers reach the server. */
export function doorkeeper(access: Access, hosts: readonly string[]): Doorkeeper {
  const believed = new WeakSet<IncomingMessage>();
  return {
    believe: (request) => void believed.add(request),
    guard(request) {
      if (believed.has(request)) return;
      // Whoever opens a terminal changes something, whatever the method.
      const method = request.headers.upgrade === undefined ? request.method : 'UPGRADE';
      checkBrowser(request.headers, method ?? 'GET', hosts);
    },
    identify: (request) => identify(access, request, believed.has(request)),
  };
}
