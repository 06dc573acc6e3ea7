import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import type { Bus } from '../bus/bus.ts';
import { localBus } from '../bus/local-bus.ts';
import type { Caller } from '../bus/services.ts';
import { checkRequest } from './check-request.ts';
import { Answer, type Asked, type Endpoint } from './endpoint.ts';

export interface Asking {
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly caller?: Partial<Caller>;
  readonly signal?: AbortSignal;
}

/** What an endpoint answered. */
export interface Told {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  readonly text: string;
  // Tests look into what they expect.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly json: any;
}

const ADMIN: Caller = { by: 'test', user: 'test', role: 'admin' };

/** Asks endpoints as the server does, without a network between: `ask('GET /instruments/ctd/streams')`. */
export function asking(endpoints: readonly Endpoint[], bus: Bus = localBus()) {
  return async (request: string, asking: Asking = {}): Promise<Told> => {
    const answer = await begin(endpoints, bus, request, asking);
    const { body } = answer;
    const isRaw = body instanceof Uint8Array || typeof body === 'string';
    const bytes =
      body instanceof Readable
        ? Buffer.concat((await body.toArray()).map((part: string | Uint8Array) => Buffer.from(part as string)))
        : Buffer.from(isRaw ? body : JSON.stringify(body));
    return {
      status: answer.status ?? 200,
      headers: answer.headers,
      bytes,
      text: bytes.toString(),
      get json() {
        return JSON.parse(bytes.toString());
      },
    };
  };
}

/** The answer itself: its body may come in pieces. */
export async function begin(
  endpoints: readonly Endpoint[],
  bus: Bus,
  request: string,
  { query = {}, body, headers = {}, caller, signal }: Asking = {},
): Promise<Answer> {
  const [method, path = ''] = request.split(' ');
  const parts = path.split('/');
  const found = endpoints.find((one) => {
    const own = one.path.split('/');
    return (
      one.method === method &&
      own.length === parts.length &&
      own.every((part, i) => part[0] === ':' || part === parts[i])
    );
  });
  assert.ok(found, `there is no endpoint ${request}`);
  const params = Object.fromEntries(
    found.path.split('/').flatMap((part, i) => (part[0] === ':' ? [[part.slice(1), parts[i]]] : [])),
  );
  const asked: Asked<unknown, unknown, unknown> = {
    ...checkRequest(found, { params, query, body }),
    caller: { ...ADMIN, ...caller },
    who: { name: 'test', role: 'admin', login: 'none' },
    came: { address: '127.0.0.1', isSecure: false, cookie: 'sonde_test', headers },
    signal: signal ?? new AbortController().signal,
    bus,
  };
  // What an endpoint is told has passed the schemas that it gave itself.
  const answer = await found.run(asked as Asked<never, never, never>);
  return answer instanceof Answer ? answer : new Answer(answer as object);
}
