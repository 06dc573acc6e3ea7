import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocketServer } from 'ws';
import { z } from 'zod';
import { findInstrument } from '../../bus/find-instrument.ts';
import { asError, NotFoundError, ParameterError, SondeError, TooManyError } from '../../kit/errors.ts';
import { name } from '../../model/api/common.ts';
import { DIRECT_PROTOCOL, lockInProtocols } from '../../model/api/direct-protocol.ts';
import { toProblem } from '../../model/to-problem.ts';
import { checkRequest } from '../check-request.ts';
import type { Doorkeeper } from '../doorkeeper.ts';
import { endpoint } from '../endpoint.ts';
import type { Guests } from '../guests.ts';
import { HttpError } from '../http-error.ts';
import { checkInstrument, checkRole } from '../identity.ts';
import type { Parts } from '../parts.ts';
import { endWith, headersOf } from '../refuse.ts';
import { DirectSession } from './direct-session.ts';

const ADDRESS = /^\/api\/v1\/instruments\/([^/]+)\/direct$/;
const LONGEST_MESSAGE = 128 << 10;
const SHOWN_OUT = 'you have logged out, or your role or password was changed: log in again';

const params = z.strictObject({ id: name });
const query = z.strictObject({
  link: name.exactOptional().meta({ description: 'over which of its links; the first unless given' }),
});

/** How the documentation knows it; whoever asks in the usual way is told what it wants. */
export const DIRECT_ENDPOINT = endpoint({
  method: 'GET',
  path: '/instruments/:id/direct',
  group: 'Direct access',
  summary: 'A raw terminal to the instrument, over WebSocket',
  description:
    'Bytes go both ways as binary frames; text frames hold JSON. The server says `opened` (with the lock, what Enter sends and buttons), `sent`, and `closed` with a reason; the client may say `{ "type": "send", "text": "ds\\r\\n", "pace": 20 }`, `{ "type": "break", "milliseconds": 500 }` and `{ "type": "close" }`. A lock is taken for its time where whoever asks holds none; who holds one sends its key as the header `x-sonde-lock` or as a browser must, as the second of the protocols `sonde.direct` and `sonde.lock.<key>`. However it ends, the instrument is found out about anew and its parameters are brought back.',
  role: 'engineer',
  params,
  query,
  reply: 'application/octet-stream',
  run(): never {
    throw new HttpError('method', 'this address speaks WebSocket', { allow: 'GET', upgrade: 'websocket' });
  },
});

export interface DirectOptions {
  readonly parts: Parts;
  readonly door: Doorkeeper;
  readonly guests: Guests;
}

/** The raw terminals that are open. */
export class DirectSessions implements AsyncDisposable {
  readonly #options: DirectOptions;
  readonly #open = new Set<{ readonly session: DirectSession; readonly over: Promise<void> }>();
  #server: WebSocketServer | undefined;
  #isClosing = false;

  constructor(options: DirectOptions) {
    this.#options = options;
  }

  /** A request that wants to go on as something else than HTTP. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => {}); // it may go at any time
    this.#begin(request, socket, head).catch((thrown: unknown) => {
      const { logger } = this.#options.parts;
      if (!(thrown instanceof SondeError)) logger.error({ error: asError(thrown).stack }, 'direct access failed');
      endWith(socket, { ...toProblem(thrown), instance: pathOf(request) }, headersOf(thrown));
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosing = true;
    const open = [...this.#open];
    await Promise.all(open.map(({ session }) => session.end('the program is being stopped')));
    await Promise.all(open.map(({ over }) => over));
  }

  async #begin(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { parts, door, guests } = this.#options;
    door.guard(request);
    const { id, link, identity } = this.#look(request);
    const service = findInstrument(parts.bus, id);
    const caller = {
      ...identity.caller,
      lock: identity.caller.lock ?? lockInProtocols(request.headers['sec-websocket-protocol']),
    };
    const { directSessions } = parts.limits;
    if (this.#open.size >= directSessions) throw new TooManyError(`${directSessions} have direct access already`, 10);
    const server = await this.#websockets();
    server.handleUpgrade(request, socket, head, (websocket) => {
      if (this.#isClosing) return websocket.terminate();
      const session = new DirectSession({ ...parts, socket: websocket, instrument: id, service, link, caller });
      const entry = { session, over: session.run() };
      this.#open.add(entry);
      parts.traffic.directSessions = this.#open.size;
      const leave = guests.admit({ request, identity, end: () => void session.end(SHOWN_OUT) });
      void entry.over.finally(() => {
        leave();
        this.#open.delete(entry);
        parts.traffic.directSessions = this.#open.size;
      });
    });
  }

  #look(request: IncomingMessage) {
    const [, given] = ADDRESS.exec(pathOf(request)) ?? [];
    if (given === undefined || request.method !== 'GET')
      throw new NotFoundError(`${request.method} ${pathOf(request)}: nothing is spoken there but HTTP`);
    const identity = this.#options.door.identify(request);
    checkRole(DIRECT_ENDPOINT, identity);
    const asked = new URLSearchParams(request.url?.split('?')[1] ?? '');
    const checked = checkRequest(DIRECT_ENDPOINT, {
      params: { id: given },
      query: Object.fromEntries(asked),
      body: undefined,
    });
    const { id } = params.parse(checked.params);
    checkInstrument(id, identity.caller);
    return { id, link: query.parse(checked.query).link, identity };
  }

  async #websockets(): Promise<WebSocketServer> {
    const { WebSocketServer } = await import('ws');
    if (this.#server !== undefined) return this.#server;
    this.#server = new WebSocketServer({
      noServer: true,
      maxPayload: LONGEST_MESSAGE,
      perMessageDeflate: false,
      handleProtocols: (offered) => (offered.has(DIRECT_PROTOCOL) ? DIRECT_PROTOCOL : false),
    });
    this.#server.on('wsClientError', ({ message }, socket, request) => {
      const wrong = new ParameterError([{ name: 'the request', message }]);
      endWith(socket, { ...toProblem(wrong), instance: pathOf(request) });
    });
    return this.#server;
  }
}

const pathOf = ({ url = '/' }: IncomingMessage): string => url.split('?', 1)[0] ?? '/';
