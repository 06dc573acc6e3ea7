import { once } from 'node:events';
import { connect, type OnReadOpts, type Socket } from 'node:net';
import { withDeadline } from '../kit/abort.ts';
import type { Clock } from '../kit/clock.ts';
import { ConnectionError, TimeoutError } from '../kit/errors.ts';
import { connectionError } from './explain.ts';
import type { MediumLink } from './medium-link.ts';

const CONNECT_LIMIT = 10_000;
/** A peer that fell silent without a word is noticed after this, and ten probes a second apart. */
const KEEP_ALIVE = 15_000;

/** A connected socket; with `onread` it waits to be resumed. Rejects with a `ConnectionError` that begins with `name`, or with the signal's reason. */
export async function connectSocket(
  name: string,
  host: string,
  port: number,
  clock: Clock,
  signal?: AbortSignal,
  onread?: OnReadOpts,
): Promise<Socket> {
  signal?.throwIfAborted();
  const keepAlive = { keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE };
  const socket = connect({ host, port, noDelay: true, ...keepAlive, ...(onread && { onread }) });
  if (onread) socket.pause();
  // A socket given up may still fail, when nobody listens any more.
  socket.on('error', () => {});
  try {
    await withDeadline(clock, CONNECT_LIMIT, 'a connection', signal, (limited) =>
      once(socket, 'connect', { signal: limited }),
    );
    return socket;
  } catch (error) {
    socket.destroy();
    signal?.throwIfAborted();
    if (error instanceof TimeoutError) throw new ConnectionError(`${name}: no answer within 10 s`, { cause: error });
    throw connectionError(name, error);
  }
}

/** Tells the link how its socket ends, also when it has ended by now. */
export function watchSocket(socket: Socket, link: MediumLink): void {
  if (socket.destroyed || socket.readableEnded) {
    link.fail(socket.errored ?? new ConnectionError(`${link.name}: connection closed by the device`));
  }
  socket.on('error', (error) => link.fail(error));
  socket.on('end', () => link.fail(new ConnectionError(`${link.name}: connection closed by the device`)));
  socket.on('close', () => link.fail(new ConnectionError(`${link.name}: connection closed`)));
}

export const writeSocket = (socket: Socket, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => socket.write(bytes, (error) => (error ? reject(error) : resolve())));
