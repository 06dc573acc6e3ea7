import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Identity } from '../access/access.ts';
import type { Bus } from '../bus/bus.ts';
import { ConnectionError } from '../kit/errors.ts';
import { isRecord } from '../kit/records.ts';
import { cameOf } from './came.ts';
import { checkRequest } from './check-request.ts';
import { sendText } from './compress.ts';
import { Answer, type Endpoint, type Method } from './endpoint.ts';
import type { Guests } from './guests.ts';
import { wrongMethod } from './http-error.ts';
import { checkInstrument, checkRole } from './identity.ts';
import { jsonText } from './json-text.ts';
import type { Limits } from './limits.ts';

/** The HTTP API stands below this. */
export const API = '/api/v1';

const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

export interface MountOptions {
  readonly bus: Bus;
  identify(request: IncomingMessage): Identity;
  /** What goes on ends when whoever asked for it may not have it any more. */
  readonly guests: Guests;
  readonly limits: Pick<Limits, 'pieceTime'>;
  /** Replies are compared with what the endpoint says of them: for tests. */
  readonly checkReplies?: boolean | undefined;
}

/** Serves endpoints below a prefix; what none of them does at their addresses is refused. */
export function mount(
  app: FastifyInstance,
  prefix: string,
  endpoints: readonly Endpoint[],
  options: MountOptions,
): void {
  for (const [path, own] of Map.groupBy(endpoints, ({ path }) => path)) {
    const url = prefix + path;
    for (const endpoint of own) mountOne(app, url, endpoint, options);
    const offered = own.map(({ method }) => method);
    const others = [...METHODS, 'HEAD', 'OPTIONS', 'TRACE'].filter((method) => !offered.some((one) => one === method));
    const refuse = async (request: FastifyRequest): Promise<never> => {
      throw wrongMethod(request.method, offered);
    };
    app.route({ method: others, url, onRequest: refuse, handler: refuse });
  }
}

function mountOne(app: FastifyInstance, url: string, endpoint: Endpoint, options: MountOptions): void {
  const identities = new WeakMap<FastifyRequest, Identity>();
  app.route({
    method: endpoint.method,
    url,
    // Before the body is read: who may not ask need not send it.
    async onRequest(request) {
      const identity = options.identify(request.raw);
      checkRole(endpoint, identity);
      if (url.includes('/instruments/:id') && isRecord(request.params) && typeof request.params.id === 'string')
        checkInstrument(request.params.id, identity.caller);
      identities.set(request, identity);
    },
    async handler(request, reply) {
      const identity = identities.get(request);
      if (identity === undefined) throw new Error(`${url}: nobody has looked who asks`);
      const result = await run(endpoint, request, reply, identity, options.bus);
      return send(endpoint, request, reply, { ...options, result, identity });
    },
  });
}

async function run(
  endpoint: Endpoint,
  request: FastifyRequest,
  reply: FastifyReply,
  { who, caller }: Identity,
  bus: Bus,
): Promise<unknown> {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort(new ConnectionError('the client that asked has gone'));
  });
  const asked = {
    ...checkRequest(endpoint, { params: request.params, query: request.query, body: request.body }),
    who,
    caller,
    came: cameOf(request.raw),
    signal: gone.signal,
    bus,
  };
  return endpoint.run(asked as never); // what `endpoint()` has made sure of
}

interface Sending extends Pick<MountOptions, 'guests' | 'limits' | 'checkReplies'> {
  readonly result: unknown;
  readonly identity: Identity;
}

async function send(
  endpoint: Endpoint,
  request: FastifyRequest,
  reply: FastifyReply,
  { result, identity, guests, limits, checkReplies = false }: Sending,
): Promise<unknown> {
  const { body, status, headers } =
    result instanceof Answer ? result : { body: result ?? null, status: undefined, headers: {} };
  const type = typeof endpoint.reply === 'string' ? endpoint.reply : 'application/json; charset=utf-8';
  reply.code(status ?? endpoint.status ?? 200).headers({ 'content-type': type, ...headers });
  if (body === null) return reply.removeHeader('content-type').send();
  if (body instanceof Readable) {
    reply.raw.setTimeout(limits.pieceTime);
    body.once('close', guests.admit({ request: request.raw, identity, end: () => reply.raw.destroy() }));
  }
  if (body instanceof Readable || body instanceof Uint8Array) return reply.send(body);
  if (typeof body === 'string') return sendText(request, reply, body);
  const text = jsonText(body);
  if (checkReplies && typeof endpoint.reply !== 'string') endpoint.reply.parse(JSON.parse(text));
  return sendText(request, reply, text);
}
