import { createServer } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { NotFoundError } from '../kit/errors.ts';
import type { Logger } from '../kit/logger.ts';
import { readJson } from './json-body.ts';
import type { Limits } from './limits.ts';
import { isOfPage, servePage } from './page.ts';
import { refuse } from './refuse.ts';

export interface AppOptions {
  readonly limits: Limits;
  readonly logger: Logger;
  /** The folder into which the web page was built; it is not served where there is none. */
  readonly page: string | undefined;
  onAnswer(status: number): void;
  /** Throws for a request that is not even looked at. */
  guard(request: FastifyRequest): void;
}

/** The same for all answers. */
const HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
  // The terminal of the page writes its styles itself.
  'content-security-policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
} as const;

/** What answers requests, before it knows any endpoint; it listens nowhere itself. */
export async function makeApp({ limits, logger, page, onAnswer, guard }: AppOptions): Promise<FastifyInstance> {
  const { fastify } = await import('fastify');
  const app = fastify({
    bodyLimit: limits.body,
    serverFactory: () => createServer(), // never listens: requests are handed in, from more than one server
    frameworkErrors: (error, request, reply) => void refuse(error, request, reply, { limits, logger }),
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: true },
    exposeHeadRoutes: false,
    return503OnClosing: false,
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(['application/json', 'text/json'], { parseAs: 'string' }, async (_: unknown, text: string) =>
    readJson(text),
  );
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(HEADERS);
    guard(request);
  });
  app.addHook('onResponse', async (_, reply) => onAnswer(reply.statusCode));
  app.setErrorHandler((error, request, reply) => refuse(error, request, reply, { limits, logger }));
  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    if (!isOfPage(request.method, path, request.headers.accept))
      throw new NotFoundError(`${request.method} ${path}: there is no such address`);
    if (page === undefined)
      throw new NotFoundError(
        'the web page has not been built: npm run build; the API is at /api/v1, its documentation at /docs',
      );
    return reply.header('cache-control', 'no-cache').sendFile('index.html');
  });
  if (page !== undefined) await servePage(app, page);
  return app;
}
