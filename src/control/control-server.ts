import { chmod, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { InstrumentAgent } from '../agent/instrument-agent.ts';
import { askerOf } from '../client/asker.ts';
import { ownSocket } from '../client/socket-folder.ts';
import { ConnectionError, ParameterError } from '../kit/errors.ts';
import { toResultJson } from '../model/result-json.ts';
import { serveDirectAccess } from './direct-access.ts';
import { toProblem } from './problem.ts';
import { answer, findAgent, isRequestName } from './routes.ts';

const LARGEST_BODY = 1_048_576;

/**
 * Listens on a socket in the user's private folder, so that other commands of the same user find the instruments of this
 * process: `GET /` lists them, `POST /<id>/<request>` asks one of them, `POST /<id>/direct[?link=]` opens a raw terminal.
 */
export async function serveControl(agents: ReadonlyMap<string, InstrumentAgent>): Promise<AsyncDisposable> {
  const path = await ownSocket();
  const server = createServer((request, response) => {
    handle(agents, request, response).catch((error: unknown) => fail(response, error));
  });
  server.requestTimeout = 0; // a direct access session lasts as long as a person wants
  await rm(path, { force: true });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve));
  await chmod(path, 0o600);
  return { [Symbol.asyncDispose]: () => close(server, path) };
}

async function close(server: Server, path: string): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(path, { force: true });
}

async function handle(
  agents: ReadonlyMap<string, InstrumentAgent>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://control');
  const [id = '', name = ''] = pathname.slice(1).split('/').map(decodeURIComponent);
  if (id === '')
    return reply(
      response,
      [...agents.values()].map((agent) => agent.status()),
    );
  const agent = findAgent(agents, id);
  if (name === 'direct') return serveDirectAccess(agent, request, response, searchParams.get('link') ?? undefined);
  if (!isRequestName(name)) throw new ParameterError([{ name: name || '(nothing)', message: 'no such request' }]);
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableEnded) gone.abort(new ConnectionError('the client that asked has gone'));
  });
  reply(
    response,
    await answer(agent, name, await jsonBody(request), { signal: gone.signal, by: askerOf(request.headers) }),
  );
}

async function jsonBody(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let size = 0;
  // Giving up must not destroy the request: the answer goes over the same connection.
  for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LARGEST_BODY)
      throw new ParameterError([{ name: 'the request', message: `longer than ${LARGEST_BODY} bytes` }]);
    parts.push(part);
  }
  const text = Buffer.concat(parts).toString();
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    throw new ParameterError([{ name: 'the request', message: 'is not JSON' }]);
  }
}

function reply(response: ServerResponse, content: unknown, status = 200): void {
  const body = JSON.stringify(toResultJson(content));
  response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' });
  response.end(body);
}

function fail(response: ServerResponse, error: unknown): void {
  const problem = toProblem(error);
  if (response.headersSent) response.end();
  else reply(response, problem, problem.status);
}
