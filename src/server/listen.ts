import { chmod, readFile, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { createSecureContext } from 'node:tls';
import { DEFAULT_LISTEN, parseListen, type ServerConfig } from '../config/server-schema.ts';
import { ConfigError, describeError, type Issue } from '../kit/errors.ts';
import type { Logger } from '../kit/logger.ts';
import { addressText } from './address-text.ts';

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;

/** Whether others than this machine reach an address. */
export const isOpen = (host: string): boolean => !LOOPBACK.test(host);

/** Where a configuration wants the server to be; nowhere where it is `false`. */
export const wantedAddress = (config: ServerConfig | false | undefined) =>
  config === false ? undefined : config?.listen === undefined ? DEFAULT_LISTEN : parseListen(config.listen);

/**
 * Listens where the configuration says, which must be possible. Where it says nothing and the usual port is taken, a free one is;
 * a port that is wanted is wanted.
 */
export async function listenTcp(server: Server, config: ServerConfig | undefined, logger: Logger): Promise<string> {
  const { host, port } = config?.listen === undefined ? DEFAULT_LISTEN : parseListen(config.listen);
  try {
    await listen(server, { host, port });
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (config?.listen !== undefined || !isTaken) {
      const message = isTaken
        ? `${host}:${port} is taken: choose another port, or end the program that has it`
        : `cannot listen at ${host}:${port}: ${describeError(error)}`;
      throw new ConfigError([{ name: 'server.listen', message }], { cause: error });
    }
    await listen(server, { host, port: 0 });
    logger.warn({ port, instead: portOf(server) }, 'the usual port is taken by another program; another one is used');
  }
  const protocol = config?.tls === undefined ? 'http' : 'https';
  if (isOpen(host) && config?.tls === undefined)
    logger.warn({ listen: `${host}:${port}` }, 'reached from elsewhere without TLS: passwords can be overheard');
  return addressText(protocol, host, portOf(server));
}

/** Listens for this user's own commands. */
export async function listenSocket(server: Server, path: string): Promise<void> {
  await rm(path, { force: true });
  await listen(server, { path });
  await chmod(path, 0o600);
}

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

const listen = (server: Server, where: { host: string; port: number } | { path: string }): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(where, () => {
      server.off('error', reject);
      resolve();
    });
  });

export interface Tls {
  readonly cert: string;
  readonly key: string;
}

/** The certificate and its key, as PEM; a `ConfigError` names what cannot be read. */
export async function readTls({ tls }: ServerConfig): Promise<Tls | undefined> {
  if (tls === undefined) return undefined;
  const issues: Issue[] = [];
  const read = (name: 'cert' | 'key'): Promise<string> =>
    readFile(tls[name], 'utf8').catch((error: unknown) => {
      issues.push({ name: `server.tls.${name}`, message: `cannot be read: ${describeError(error)}` });
      return '';
    });
  const [cert, key] = await Promise.all([read('cert'), read('key')]);
  if (issues.length > 0) throw new ConfigError(issues);
  try {
    createSecureContext({ cert, key });
  } catch (cause) {
    const message = `${tls.cert} and ${tls.key} are no certificate with its key, as PEM: ${describeError(cause)}`;
    throw new ConfigError([{ name: 'server.tls', message }], { cause });
  }
  return { cert, key };
}
