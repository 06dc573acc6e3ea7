import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { ConnectionError, describeError } from '../kit/errors.ts';
import type { Place } from './place.ts';
import { RemoteError } from './remote-error.ts';

export interface Sent {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** Everything below has this before its path. */
export const API = '/api/v1';

/** One request; resolves with the beginning of an answer that is none of a problem. `ConnectionError` where nobody answers. */
export async function send(place: Place, path: string, sent: Sent = {}): Promise<IncomingMessage> {
  const response = await exchange(place, path, sent);
  if ((response.statusCode ?? 500) < 400) return response;
  throw new RemoteError(problemIn(await textOf(response), response.statusCode ?? 500));
}

function exchange(
  place: Place,
  path: string,
  { method = 'GET', body, headers, signal }: Sent,
): Promise<IncomingMessage> {
  const { socketPath, origin } = place;
  const request = origin.startsWith('https:') ? httpsRequest : httpRequest;
  const text = body === undefined ? undefined : JSON.stringify(body);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const sending = request(
    `${origin}${API}${path}`,
    {
      method,
      headers: {
        ...place.headers,
        ...headers,
        ...(text !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      },
      agent: false,
      ...(socketPath !== undefined && { socketPath }),
      ...(signal && { signal }),
    },
    resolve,
  );
  sending.once('error', (cause) =>
    reject(signal?.aborted ? signal.reason : new ConnectionError(`${place.name}: ${describeError(cause)}`, { cause })),
  );
  sending.end(text);
  return promise;
}

async function textOf(response: IncomingMessage): Promise<string> {
  try {
    const parts: Buffer[] = await response.toArray();
    return Buffer.concat(parts).toString();
  } catch (cause) {
    throw new ConnectionError('the program ended in the middle of its answer', { cause });
  }
}

function problemIn(text: string, status: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { status, code: 'internal', detail: `it answered ${status}: ${text.slice(0, 200)}` };
  }
}

/** The content of a JSON answer; nothing where there is none. */
export async function sendForJson<T>(place: Place, path: string, sent?: Sent): Promise<T> {
  const text = await textOf(await send(place, path, sent));
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
