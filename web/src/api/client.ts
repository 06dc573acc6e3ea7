import { Signal } from '../state/signal.ts';
import { errorOf, unreachable } from './api-error.ts';

export const API = '/api/v1';

/** Told when an answer says that somebody has to log in. */
export const loginNeeded = new Signal<void>();

type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE';
interface SendOptions {
  /** The key of the lock that this page holds on the instrument. */
  readonly lock?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Asks for something; the path is seen from `/api/v1`. */
export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await request(path, { signal: signal ?? null });
  const body: T = await response.json();
  return body;
}

/** Has something done. An `ApiError` says why it was not. */
export async function send<T = unknown>(
  method: Method,
  path: string,
  body?: unknown,
  { lock, signal }: SendOptions = {},
): Promise<T> {
  const headers: Record<string, string> = {};
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (lock !== undefined) headers['x-sonde-lock'] = lock;
  const response = await request(path, {
    method,
    headers,
    body: body === undefined ? null : JSON.stringify(body),
    signal: signal ?? null,
  });
  const text = await response.text();
  const answer: T = text === '' ? undefined : JSON.parse(text);
  return answer;
}

/** Any request; what is no success is an `ApiError`. */
export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(`${API}${path}`, { credentials: 'same-origin', ...init }).catch((error: unknown) => {
    throw init.signal?.aborted && !isTimeout(error) ? error : unreachable(error);
  });
  if (response.ok) return response;
  const error = await errorOf(response);
  if (error.problem.code === 'login_required') loginNeeded.tell();
  throw error;
}

const isTimeout = (error: unknown): boolean => error instanceof DOMException && error.name === 'TimeoutError';
