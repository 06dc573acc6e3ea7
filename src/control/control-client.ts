import { rm } from 'node:fs/promises';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { askerHeaders } from '../client/asker.ts';
import { allSockets } from '../client/socket-folder.ts';
import { ConnectionError, ParameterError } from '../kit/errors.ts';
import { nearest } from '../kit/nearest.ts';
import type { InstrumentStatus } from '../model/status.ts';
import { RemoteError } from './problem.ts';
import type { RequestName } from './routes.ts';

/** One instrument of a process that runs it. */
export interface RemoteInstrument {
  readonly status: InstrumentStatus;
  /** Errors of the other side keep their code. */
  ask(name: RequestName, body?: object, signal?: AbortSignal): Promise<unknown>;
  /** A raw terminal; its request takes bytes, its response brings them. */
  /** Over one of its links; the first where none is named. */
  direct(
    link?: string,
    signal?: AbortSignal,
  ): Promise<{ readonly request: ClientRequest; readonly response: IncomingMessage }>;
}

/** Every instrument that this user's processes run. */
export async function runningInstruments(): Promise<RemoteInstrument[]> {
  const all = await Promise.all((await allSockets()).map(instrumentsAt));
  return all.flat();
}

/** The instrument of that id; a `ConnectionError` when nothing runs, a `ParameterError` when there is no such instrument. */
export async function findInstrument(id: string): Promise<RemoteInstrument> {
  const all = await runningInstruments();
  if (all.length === 0)
    throw new ConnectionError("nothing is running: start 'sonde run -c sonde.yaml' or 'sonde demo'");
  const [found, ...more] = all.filter(({ status }) => status.id === id);
  if (more.length > 0) {
    const message = `is run by ${more.length + 1} processes; stop all but one, or give each its own SONDE_RUNTIME_DIR`;
    throw new ParameterError([{ name: id, message }]);
  }
  if (found === undefined) {
    const ids = all.map(({ status }) => status.id);
    throw new ParameterError([{ name: id, message: `no such instrument is running; ${nearest(id, ids)}` }]);
  }
  return found;
}

async function instrumentsAt(socketPath: string): Promise<RemoteInstrument[]> {
  try {
    const list = (await json(await send(socketPath, '/', 'GET'))) as InstrumentStatus[];
    return list.map((status) => ({
      status,
      ask: async (name, body = {}, signal) =>
        json(await send(socketPath, `/${status.id}/${name}`, 'POST', body, signal)),
      direct: (link, signal) => openDirect(socketPath, status.id, link, signal),
    }));
  } catch (error) {
    if (isRefused(error)) await rm(socketPath, { force: true });
    return [];
  }
}

/** Nobody listens there any more. Any other failure may be of a process that lives. */
const isRefused = (error: unknown): boolean =>
  error instanceof ConnectionError &&
  error.cause instanceof Error &&
  'code' in error.cause &&
  error.cause.code === 'ECONNREFUSED';

function send(
  socketPath: string,
  path: string,
  method: string,
  body?: object,
  signal?: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = askerHeaders(`sonde ${path.split('/').at(-1)}`);
    const request = httpRequest({ socketPath, path, method, headers, ...(signal && { signal }) }, resolve);
    request.once('error', (cause) =>
      reject(signal?.aborted ? signal.reason : new ConnectionError(`${socketPath}: ${cause.message}`, { cause })),
    );
    request.end(body && JSON.stringify(body));
  });
}

async function json(response: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = await response.toArray().catch((cause: unknown) => {
    throw new ConnectionError('the process that runs the instrument ended in the middle of its answer', { cause });
  });
  const content: unknown = JSON.parse(Buffer.concat(parts).toString());
  if ((response.statusCode ?? 500) >= 400)
    throw new RemoteError(content as ConstructorParameters<typeof RemoteError>[0]);
  return content;
}

function openDirect(socketPath: string, id: string, link?: string, signal?: AbortSignal) {
  const query = link === undefined ? '' : `?${new URLSearchParams({ link })}`;
  return new Promise<{ request: ClientRequest; response: IncomingMessage }>((resolve, reject) => {
    const request = httpRequest({
      socketPath,
      path: `/${id}/direct${query}`,
      method: 'POST',
      headers: askerHeaders('sonde direct'),
      ...(signal && { signal }),
    });
    request.once('error', reject);
    request.once('response', (response) => {
      if (response.statusCode === 200) resolve({ request, response });
      else json(response).catch(reject);
    });
    request.flushHeaders();
  });
}
