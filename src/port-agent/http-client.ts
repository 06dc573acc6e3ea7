import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { ConnectionError, describeError, NotImplementedError, ParameterError, StateError } from '../kit/errors.ts';
import { type Position, parsePosition } from '../packet/position.ts';
import type { AttachmentTarget } from './attachment.ts';

export interface Answer {
  readonly request: ClientRequest;
  readonly response: IncomingMessage;
}

/** What was asked for of a log is not there any more; the next that can be read stands at `next`. */
export class GoneLogError extends ParameterError {
  readonly next: Position;
  constructor(message: string, next: Position) {
    super(message);
    this.next = next;
  }
}

/** Begins a request whose body the caller writes. Every answer but 200 becomes the error that it stands for. */
export async function beginRequest(
  { host, signal }: Pick<AttachmentTarget, 'host' | 'signal'>,
  port: number,
  method: 'GET' | 'POST',
  path: string,
): Promise<Answer> {
  const sent = request({ host, port, method, path, signal, agent: false });
  sent.setNoDelay(true);
  sent.setSocketKeepAlive(true, 30_000);
  if (method === 'POST') sent.flushHeaders();
  else sent.end();
  const where = `port agent ${host}:${port}`;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve);
    sent.once('error', (cause) =>
      reject(signal.aborted ? signal.reason : new ConnectionError(`${where}: ${describeError(cause)}`, { cause })),
    );
  });
  // What goes wrong later shows itself to whoever reads the response.
  sent.on('error', () => response.destroy());
  if (response.statusCode === 200) return { request: sent, response };
  const problem = await readText(response).then(parseProblem, () => undefined);
  sent.destroy();
  const detail = problem?.detail ?? `answered ${response.statusCode} to ${path}`;
  if (problem?.next !== undefined) throw new GoneLogError(`${where}: ${detail}`, problem.next);
  throw problemError(response.statusCode ?? 0, where, detail);
}

/** One whole exchange; the answer as JSON. */
export async function exchangeJson(
  target: Pick<AttachmentTarget, 'host' | 'signal'>,
  port: number,
  method: 'GET' | 'POST',
  path: string,
): Promise<unknown> {
  const answer = await beginRequest(target, port, method, path);
  answer.request.end();
  return JSON.parse(await readText(answer.response));
}

function problemError(status: number, where: string, detail: string): Error {
  const message = `${where}: ${detail}`;
  if (status === 409) return new StateError('write', message, ['reading']);
  if (status === 501) return new NotImplementedError(message);
  return status === 400 || status === 416 ? new ParameterError(message) : new ConnectionError(message);
}

const LONGEST_TEXT = 1 << 20;

async function readText(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of response.setEncoding('utf8')) {
    text += piece;
    if (text.length > LONGEST_TEXT) throw new ConnectionError("the port agent's answer is too long");
  }
  return text;
}

function parseProblem(text: string): { detail: string; next?: Position } | undefined {
  const content: unknown = JSON.parse(text);
  if (typeof content !== 'object' || content === null || !('detail' in content)) return undefined;
  const next = 'next' in content && typeof content.next === 'string' ? parsePosition(content.next) : undefined;
  return { detail: String(content.detail), ...(next && { next }) };
}
