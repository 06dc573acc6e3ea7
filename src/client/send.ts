import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { describeMilliseconds } from '../kit/duration.ts';
import { ConnectionError, describeError, TimeoutError } from '../kit/errors.ts';
import { isRecord } from '../kit/records.ts';
import type { Place } from './place.ts';
import { RemoteError } from './remote-error.ts';

export interface Sent {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** After so long without a byte, in ms, nobody is there any more; without end where nothing is said. */
  readonly patience?: number;
}

/** Everything below has this before its path. */
export const API = '/api/v1';

/**
 * One request; resolves with the beginning of an answer that is none of a problem. `ConnectionError` where nobody answers, or something else
 * than Sonde.
 */
export async function send(place: Place, path: string, sent: Sent = {}): Promise<IncomingMessage> {
  const response = await exchange(place, path, sent);
  const { statusCode: status = 500 } = response;
  if (status < 300) return response;
  const text = await textOf(response);
  throw status < 400 ? stranger(place, status, text) : problemIn(place, text, status);
}

function exchange(
  place: Place,
  path: string,
  { method = 'GET', body, headers, signal, patience }: Sent,
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
      ...(patience !== undefined && { timeout: patience }),
    },
    resolve,
  );
  sending.once('timeout', () =>
    sending.destroy(new TimeoutError(`an answer of ${place.name}`, describeMilliseconds(patience ?? 0))),
  );
  sending.once('error', (cause) => {
    if (signal?.aborted) reject(signal.reason);
    else reject(cause instanceof TimeoutError ? cause : new ConnectionError(`${place.name}: ${why(cause)}`, { cause }));
  });
  sending.end(text);
  return promise;
}

/** A name may stand for several addresses, each with an error of its own. */
const why = (cause: Error): string =>
  cause instanceof AggregateError ? cause.errors.map(describeError).join('; ') : describeError(cause).trim();

async function textOf(response: IncomingMessage): Promise<string> {
  try {
    const parts: Buffer[] = await response.toArray();
    return Buffer.concat(parts).toString();
  } catch (cause) {
    throw new ConnectionError('the program ended in the middle of its answer', { cause });
  }
}

const stranger = ({ name }: Place, status: number, text: string): ConnectionError =>
  new ConnectionError(`${name} does not answer as Sonde does: ${status} ${text.slice(0, 100)}`);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function problemIn(place: Place, text: string, status: number): Error {
  const problem = parsed(text);
  return isRecord(problem) && 'code' in problem ? new RemoteError(problem) : stranger(place, status, text);
}

/** The content of a JSON answer; nothing where there is none. */
export async function sendForJson<T>(place: Place, path: string, sent?: Sent): Promise<T> {
  const response = await send(place, path, sent);
  const text = await textOf(response);
  const content = parsed(text);
  if (content === undefined && text !== '') throw stranger(place, response.statusCode ?? 0, text);
  return content as T;
}
