import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { asError, NotFoundError, ParameterError, SondeError, TooManyError } from '../kit/errors.ts';
import type { Logger } from '../kit/logger.ts';
import type { Problem } from '../model/api/problem.ts';
import { toProblem } from '../model/to-problem.ts';
import { HttpError, notJson, tooLarge } from './http-error.ts';
import type { Limits } from './limits.ts';

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** The headers that belong to an error. */
export function headersOf(error: unknown): Readonly<Record<string, string>> {
  if (error instanceof HttpError) return error.headers;
  if (error instanceof TooManyError) return { 'retry-after': String(Math.ceil(error.retryAfter)) };
  return error instanceof SondeError && error.code === 'login_required' ? { 'www-authenticate': 'Bearer' } : {};
}

/** What fastify refuses by itself, in our words. */
function inOurWords(
  error: Error & { readonly statusCode?: number },
  { method, url, headers }: FastifyRequest,
  limits: Limits,
): Error {
  const { statusCode = 500 } = error;
  if (error instanceof SondeError || statusCode < 400 || statusCode >= 500) return error;
  if (statusCode === 413) return tooLarge(limits.body);
  if (statusCode === 415) return notJson(headers['content-type']);
  // Whether a file that nobody may have is there is nobody's business either.
  if (statusCode === 403 || statusCode === 404)
    return new NotFoundError(`${method} ${pathOf({ url })}: there is no such address`);
  return new ParameterError([{ name: 'the request', message: error.message }]);
}

const pathOf = ({ url }: Pick<FastifyRequest, 'url'>): string => url.split('?', 1)[0] ?? '';

/** Answers with what is wrong. What nobody has foreseen is in the log with its place in the program. */
export function refuse(
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  { limits, logger }: { readonly limits: Limits; readonly logger: Logger },
): FastifyReply {
  const error = inOurWords(asError(thrown), request, limits);
  const problem = { ...toProblem(error), instance: pathOf(request) };
  if (problem.status === 500) {
    const { message, stack } = asError(thrown);
    logger.error({ method: request.method, path: pathOf(request), error: message, stack }, 'a request failed');
  }
  return reply
    .code(problem.status)
    .removeHeader('content-encoding')
    .headers({ ...headersOf(error), 'content-type': PROBLEM_TYPE })
    .send(JSON.stringify(problem));
}

/** Ends a connection, of which nothing else can be said, with what is wrong. */
export function endWith(socket: Duplex, problem: Problem, headers: Readonly<Record<string, string>> = {}): void {
  socket.on('error', () => {}); // whoever it is may have gone
  if (!socket.writable) return void socket.destroy();
  const body = JSON.stringify(problem);
  const lines = {
    ...headers,
    connection: 'close',
    'content-type': PROBLEM_TYPE,
    'content-length': String(Buffer.byteLength(body)),
  };
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${head.join('')}\r\n${body}`, () =>
    socket.destroy(),
  );
}

/** What is wrong with a request that is no HTTP, or takes too long to become one. */
export function malformed(code: string | undefined, { headers, headersTime, requestTime }: Limits): Problem {
  const of = (status: number, message: string): Problem => ({
    ...toProblem(new ParameterError([{ name: 'the request', message }])),
    status,
  });
  if (code === 'HPE_HEADER_OVERFLOW') return of(431, `its address and headers may have at most ${headers} bytes`);
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return of(408, `its headers must come within ${headersTime} ms, all of it within ${requestTime} ms`);
  return of(400, `is no HTTP/1.1 (${code ?? 'unreadable'})`);
}
