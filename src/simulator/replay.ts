import { access } from 'node:fs/promises';
import { type Clock, systemClock } from '../kit/clock.ts';
import { asError, ConfigError } from '../kit/errors.ts';
import type { Link } from '../link/link.ts';
import { openLink } from '../link/open-link.ts';
import { Clients } from './clients.ts';
import { readRecording } from './recording.ts';

export interface ReplayOptions {
  /** Bytes as an instrument sent them; for the recorded pace, a port agent's log. */
  readonly file: string;
  readonly pace: 'recorded' | 'fast' | { readonly bytesPerSecond: number };
  /** Begins again at the end. */
  readonly loop?: boolean;
  /** 0 takes a free port. */
  readonly tcp: number;
  /** `127.0.0.1` where nothing is said. */
  readonly host?: string;
  readonly clock?: Clock;
}

export interface ServedReplay extends AsyncDisposable {
  readonly port: number;
  /** Resolves when it was closed, or to why the file could not be played; never rejects. */
  readonly done: Promise<Error | undefined>;
  dropClients(): void;
  close(): Promise<void>;
}

/** Says when the first client is there. */
function firstArrival() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { arrived: promise, onCount: (count: number) => (count > 0 ? resolve() : undefined) };
}

/** No more is read from the capture than the clients take. */
async function pump(link: Link, clients: Clients): Promise<void> {
  for await (const { bytes } of link.chunks) {
    clients.send(bytes);
    await clients.drained();
  }
}

/**
 * Plays a capture on a TCP port as if an instrument sent it. It is switched on when the first client comes; what clients send has
 * no effect.
 * @throws ConfigError for a pace or a file that cannot be played; ConnectionError when the port cannot be had.
 */
export async function serveReplay(options: ReplayOptions): Promise<ServedReplay> {
  const { file, pace: given, loop = false, tcp, host = '127.0.0.1', clock = systemClock } = options;
  const pace = typeof given === 'object' ? given.bytesPerSecond : given;
  if (typeof pace === 'number' && !(pace > 0)) {
    throw new ConfigError(`pace: ${pace} bytes a second is not a pace; it must be above 0`);
  }
  await access(file).catch((error: unknown) => {
    throw new ConfigError([{ name: 'capture', where: file, message: 'it cannot be read' }], { cause: error });
  });
  const { arrived, onCount } = firstArrival();
  const clients = await Clients.listen({ host, port: tcp, onCount });
  const closing = Promise.withResolvers<void>();
  const play = async (): Promise<Error | undefined> => {
    const link = await openLink({ type: 'replay', path: file, pace, loop }, { clock, readRecording });
    void closing.promise.then(() => link.close());
    await pump(link, clients);
    return link.closed;
  };
  const begun = Promise.race([arrived.then(() => true), closing.promise.then(() => false)]);
  const done = begun.then((wanted) => (wanted ? play() : undefined)).catch(asError);
  const failed = done.then((error) => (error ? clients.drop() : undefined));
  const close = async (): Promise<void> => {
    closing.resolve();
    await clients.close();
    await failed;
  };
  return { port: clients.port, done, dropClients: () => clients.drop(), close, [Symbol.asyncDispose]: close };
}
