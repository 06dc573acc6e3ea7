import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { describeError, SondeError } from '../kit/errors.ts';
import type { Logger } from '../kit/logger.ts';
import { listenOn, MOST_CLIENTS } from './tcp-port.ts';

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  /** Aborts when the client is gone or the server closes. */
  readonly signal: AbortSignal;
}

/** By method and path: `GET /status`. */
export type Routes = Readonly<Record<string, (exchange: Exchange) => Promise<void> | void>>;

export interface HttpServer extends AsyncDisposable {
  readonly port: number;
  readonly connections: number;
  close(): Promise<void>;
}

/** What goes wrong on the client's side: a status and what would be right. Answered as problem details (RFC 9457). */
export class HttpProblem extends SondeError {
  readonly code: string;
  readonly status: number;
  readonly more: object;
  constructor(status: number, code: string, message: string, more: object = {}, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    this.code = code;
    this.more = more;
  }
}

const LIMITS = {
  maxHeaderSize: 8192,
  headersTimeout: 10_000,
  keepAliveTimeout: 5000,
  keepAlive: true,
  keepAliveInitialDelay: 30_000,
};
const LOOPBACK = /^(127\.|::1$|localhost$)/;
const LOCAL_HOST = /^(localhost|127\.[\d.]+|\[::1\])(:\d+)?$/i;

export function answerJson(response: ServerResponse, status: number, body: object, type = 'application/json'): void {
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' });
  response.end(`${JSON.stringify(body)}\n`);
}

/** Of an answer that goes on until one side leaves: it is not cut into chunks, so that each write is a single piece of memory. */
export function endWithConnection(response: ServerResponse): void {
  response.removeHeader('Transfer-Encoding');
}

function answerProblem(response: ServerResponse, thrown: unknown, logger: Logger): void {
  const problem =
    thrown instanceof HttpProblem
      ? thrown
      : new HttpProblem(500, 'internal', describeError(thrown), {}, { cause: thrown });
  if (problem.status === 500) logger.error({ error: problem.message }, 'an HTTP request failed');
  if (response.headersSent) return void response.destroy();
  const { status, code, message: detail, more } = problem;
  response.setHeader('Connection', 'close');
  answerJson(response, status, { type: 'about:blank', status, code, detail, ...more }, 'application/problem+json');
}

/** A page in somebody's browser must not reach an instrument through the browser's own network access. */
function refuseBrowsers(request: IncomingMessage, host: string): void {
  const site = request.headers['sec-fetch-site'];
  const fromPage =
    request.headers.origin !== undefined || (site !== undefined && site !== 'none' && site !== 'same-origin');
  const rebound = LOOPBACK.test(host) && !LOCAL_HOST.test(request.headers.host ?? '');
  if (fromPage || rebound) throw new HttpProblem(403, 'forbidden', 'requests from web pages are not answered here');
}

async function dispatch(
  routes: Routes,
  host: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '/' } = request;
  refuseBrowsers(request, host);
  const { pathname: path, searchParams: query } = URL.parse(url, 'http://port-agent') ?? {};
  if (path === undefined || query === undefined) throw new HttpProblem(400, 'parameter', `'${url}' is not a path`);
  const handle = routes[`${method} ${path}`];
  if (handle !== undefined) {
    const gone = new AbortController();
    for (const news of ['close', 'error']) response.once(news, () => gone.abort());
    return handle({ request, response, query, signal: gone.signal });
  }
  const allowed = Object.keys(routes).filter((route) => route.endsWith(` ${path}`));
  if (allowed.length === 0) {
    throw new HttpProblem(404, 'not_found', `there is no ${path} here; there is ${Object.keys(routes).join(', ')}`);
  }
  response.setHeader('Allow', allowed.map((route) => route.split(' ')[0]).join(', '));
  throw new HttpProblem(405, 'method', `${path} knows ${allowed.join(', ')}, not ${method}`);
}

/** Serves the routes. Headers, their time and connections are bounded; bodies are read by the routes that want one, and by nobody else. */
export async function serveHttp(routes: Routes, host: string, wanted: number, logger: Logger): Promise<HttpServer> {
  let connections = 0;
  const server: Server = createServer(LIMITS, (request, response) => {
    request.on('error', () => response.destroy());
    dispatch(routes, host, request, response)
      // Whoever has left needs no answer, and what failed because of that is no news.
      .catch((thrown) => request.socket.destroyed || answerProblem(response, thrown, logger))
      .finally(() => {
        if (request.complete) return;
        if (response.writableFinished) request.socket.destroySoon();
        else response.once('finish', () => request.socket.destroySoon());
      });
  });
  server.requestTimeout = 0;
  server.maxConnections = MOST_CLIENTS;
  server.on('drop', () => logger.warn({ connections }, 'an HTTP client was turned away: there are too many'));
  server.on('connection', (socket) => {
    connections++;
    socket.once('close', () => connections--);
  });
  const port = await listenOn(server, 'http', host, wanted);
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  };
  return {
    port,
    get connections() {
      return connections;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
