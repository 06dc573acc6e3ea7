import type { FastifyInstance } from 'fastify';

/** What belongs to others than the page; an address below them that is not there is not there. */
const RESERVED = /^\/(api|instrument|docs|metrics|assets)(\/|$)/;

/** Hashed by their content, so they never change. */
const HASHED = /[/\\]assets[/\\]/;

/** Whether an unknown address is one of the page's own: the page itself finds out which. */
export const isOfPage = (method: string, path: string, accept: string | undefined): boolean =>
  (method === 'GET' || method === 'HEAD') && !RESERVED.test(path) && /text\/html|\*\/\*/.test(accept ?? '*/*');

/** Serves the web page from the folder that it was built into, compressed where that is there too. */
export async function servePage(app: FastifyInstance, root: string): Promise<void> {
  const { default: files } = await import('@fastify/static');
  await app.register(files, {
    root,
    preCompressed: true,
    cacheControl: false,
    dotfiles: 'ignore',
    setHeaders(reply, path) {
      reply.header('cache-control', HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}
