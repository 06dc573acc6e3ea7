import type { FastifyInstance } from 'fastify';
import type { Doorkeeper } from './doorkeeper.ts';
import { apiEndpoints, otherEndpoints } from './endpoints/all.ts';
import type { Guests } from './guests.ts';
import { makeApp } from './make-app.ts';
import { API, mount } from './mount.ts';
import { mountOoi } from './ooi/mount-ooi.ts';
import type { Parts } from './parts.ts';

export interface RouteOptions {
  readonly door: Doorkeeper;
  readonly guests: Guests;
  /** The folder into which the web page was built. */
  readonly page?: string | undefined;
  readonly checkReplies?: boolean | undefined;
}

/** All that is answered: the API, what stands beside it, and the page. */
export async function makeRoutes(
  parts: Parts,
  { door, guests, page, checkReplies }: RouteOptions,
): Promise<FastifyInstance> {
  const { bus, limits, logger, traffic } = parts;
  const app = await makeApp({
    limits,
    logger,
    page,
    onAnswer: (status) => traffic.answered(status),
    guard: ({ raw }) => door.guard(raw),
  });
  const api = apiEndpoints(parts);
  const options = { bus, checkReplies, guests, limits, identify: door.identify };
  mount(app, API, api, options);
  mount(app, '', otherEndpoints(parts, api), options);
  await mountOoi(app, parts, options);
  await app.ready();
  return app;
}
