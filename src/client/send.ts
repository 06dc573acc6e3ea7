import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { describeMilliseconds } from '../kit/duration.ts';
import { ConnectionError, describeError, TimeoutError } from '../kit/errors.ts';
import type { Place } from './place.ts';
import { errorIn, parsed, stranger, textOf } from './read-answer.ts';

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
  if ((response.statusCode ?? 500) < 300) return response;
  throw await errorIn(place, response);
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

/** The content of a JSON answer; nothing where there is none. */
export async function sendForJson<T>(place: Place, path: string, sent?: Sent): Promise<T> {
  const response = await send(place, path, sent);
  const text = await textOf(response);
  const content = parsed(text);
  if (content === undefined && text !== '') throw stranger(place, `${response.statusCode} ${text}`);
  return content as T;
}
