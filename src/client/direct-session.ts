import { setTimeout } from 'node:timers/promises';
import { ConnectionError } from '../kit/errors.ts';
import { type DirectServerMessage, directServerMessage } from '../model/api/live.ts';
import type { Place } from './place.ts';
import { errorIn, parsed, stranger } from './read-answer.ts';
import { RemoteError } from './remote-error.ts';
import { API } from './send.ts';

/** A raw terminal to an instrument that another program runs. */
export interface DirectSession {
  /** The instrument's bytes; ends with the session, and rejects where that was lost. */
  readonly received: AsyncIterable<Uint8Array>;
  write(bytes: Uint8Array): Promise<void>;
  /** Ends it; resolves with why it has ended when the instrument's parameters are brought back. */
  close(): Promise<string | undefined>;
}

/** What is not taken of the instrument's bytes waits, up to so many; then the session is given up. */
const UNREAD = 1 << 20;
/** The end is not waited for longer than this, in ms. */
const PATIENCE = 60_000;

/** Opens a terminal to an instrument, over one of its links; a problem that stands against it is thrown. */
export async function openDirect(
  place: Place,
  instrument: string,
  {
    link,
    headers,
    signal,
  }: {
    readonly link?: string | undefined;
    readonly headers?: Readonly<Record<string, string>>;
    readonly signal?: AbortSignal | undefined;
  } = {},
): Promise<DirectSession> {
  const { WebSocket } = await import('ws');
  const path = `${API}/instruments/${instrument}/direct${link === undefined ? '' : `?${new URLSearchParams({ link })}`}`;
  const base = place.socketPath === undefined ? place.origin.replace(/^http/, 'ws') : `ws+unix://${place.socketPath}:`;
  const socket = new WebSocket(`${base}${path}`, { headers: { ...place.headers, ...headers }, maxPayload: UNREAD });
  const abort = (): void => socket.close();
  signal?.addEventListener('abort', abort, { once: true });
  const over = Promise.withResolvers<Error | undefined>();
  const incoming = queue(over.promise, () => socket.terminate());
  let ended: Extract<DirectServerMessage, { type: 'closed' }> | undefined;
  const opened = new Promise<void>((resolve, reject) => {
    const leave = (error: Error): void => {
      over.resolve(error);
      reject(error);
      socket.terminate();
    };
    socket.on('unexpected-response', (_, response) => {
      errorIn(place, response).then(reject, reject);
    });
    socket.on('error', (cause) => reject(new ConnectionError(`${place.name}: ${cause.message}`, { cause })));
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (isBinary) return incoming.push(data);
      const text = data.toString();
      const { data: message } = directServerMessage.safeParse(parsed(text));
      if (message === undefined) return leave(stranger(place, text));
      if (message.type === 'opened') resolve();
      if (message.type === 'closed') ended = message;
    });
    socket.on('close', (code) => {
      signal?.removeEventListener('abort', abort);
      const lost = ended === undefined && code !== 1000 && !signal?.aborted;
      const error = lost ? new ConnectionError('the program ended the session without a word') : undefined;
      over.resolve(error);
      reject(
        ended?.problem === undefined
          ? new ConnectionError(ended?.reason ?? 'the session was ended before it began')
          : new RemoteError(ended.problem),
      );
    });
  });
  await opened;
  return {
    received: incoming.read(),
    write: (bytes) =>
      new Promise((resolve, reject) =>
        socket.send(bytes, { binary: true }, (error) => (error ? reject(error) : resolve())),
      ),
    async close() {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify({ type: 'close' }));
      await Promise.race([over.promise, setTimeout(PATIENCE, undefined, { ref: false })]);
      socket.terminate();
      return ended?.reason;
    },
  };
}

/** Bytes from a callback, as an iterable. */
function queue(over: Promise<Error | undefined>, overflow: () => void) {
  const waiting: Uint8Array[] = [];
  let size = 0;
  let wake = (): void => {};
  let end: { error: Error | undefined } | undefined;
  void over.then((error) => {
    end = { error };
    wake();
  });
  return {
    push(bytes: Uint8Array): void {
      waiting.push(bytes);
      size += bytes.length;
      if (size > UNREAD) overflow();
      wake();
    },
    async *read(): AsyncGenerator<Uint8Array> {
      for (;;) {
        const bytes = waiting.shift();
        if (bytes !== undefined) {
          size -= bytes.length;
          yield bytes;
        } else if (end !== undefined) {
          if (end.error !== undefined) throw end.error;
          return;
        } else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    },
  };
}
