import type { Problem } from '../../../src/model/api/problem.ts';

/** What the server, or the way to it, has against a request. */
export class ApiError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.detail, options);
    this.name = 'ApiError';
    this.problem = problem;
  }
}

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'code' in body && 'detail' in body && 'status' in body;

/** What an answer that is no success says, whoever gave it: a proxy in between answers with a page of its own. */
export async function errorOf(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => undefined);
  if (isProblem(body)) return new ApiError(body);
  const detail = `${new URL(response.url).pathname} was answered with ${response.status} ${response.statusText}`;
  return new ApiError({
    type: 'about:blank',
    title: 'The server answered in an unforeseen way',
    status: response.status,
    code: 'internal',
    detail: `${detail.trim()}. What stands between this page and Sonde may have given that answer.`,
  });
}

/** No answer at all. */
export const unreachable = (cause: unknown): ApiError =>
  new ApiError(
    {
      type: 'about:blank',
      title: 'The server does not answer',
      status: 503,
      code: 'unreachable',
      detail: `Nothing answers at ${location.host}. Nothing is known of what was asked for: look when the connection is back.`,
    },
    { cause },
  );

/** Whatever was thrown, as what it has to say. */
export const problemOf = (thrown: unknown): Problem =>
  thrown instanceof ApiError
    ? thrown.problem
    : {
        type: 'about:blank',
        title: 'Something in this page went wrong',
        status: 500,
        code: 'page',
        detail: thrown instanceof Error ? thrown.message : String(thrown),
      };
