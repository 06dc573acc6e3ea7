import { isIP } from 'node:net';
import { hostname } from 'node:os';

const EVERYWHERE: readonly string[] = ['0.0.0.0', '::'];

/** Where a server is reached; one that listens everywhere, by the name of its machine. */
export function addressText(protocol: 'http' | 'https', host: string, port: number): string {
  const name = EVERYWHERE.includes(host) ? hostname().toLowerCase() : host;
  return `${protocol}://${isIP(name) === 6 ? `[${name}]` : name}:${port}`;
}
