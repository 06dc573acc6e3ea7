import type { IncomingMessage } from 'node:http';
import type { Access, Identity } from '../access/access.ts';
import type { Caller } from '../bus/services.ts';
import { askerOf } from '../client/asker.ts';
import { ForbiddenError, LoginRequiredError } from '../kit/errors.ts';
import { isAtLeast } from '../model/api/roles.ts';
import { cameOf } from './came.ts';
import type { Endpoint } from './endpoint.ts';
import { isOpen } from './listen.ts';

/** By these a proxy says that it asks for somebody else, who may be anywhere. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

const KEY = /^[\w-]{1,200}$/;

/** Finds out who asks, and which lock they hold. A `LoginRequiredError` for a secret that is wrong. */
export function identify(access: Access, request: IncomingMessage, isOwnSocket: boolean): Identity {
  const { address, session, headers } = cameOf(request);
  const [, bearer] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  if (headers.authorization !== undefined && bearer === undefined)
    throw new LoginRequiredError("the header authorization must be 'Bearer <token>'");
  const { who, caller } = access.identify({
    session,
    bearer,
    asker: isOwnSocket ? askerOf(request.headers) : undefined,
    isLoopback: isOwnSocket || !(isOpen(address) || FORWARDED.some((name) => headers[name] !== undefined)),
  });
  const lock = headers['x-sonde-lock'];
  return { who, caller: { ...caller, ...(lock !== undefined && KEY.test(lock) && { lock }) } };
}

/** Throws where an endpoint is not for whoever asks. */
export function checkRole(endpoint: Pick<Endpoint, 'role' | 'method' | 'path'>, { who, caller }: Identity): void {
  const { role, method, path } = endpoint;
  if (role === 'anyone') return;
  if (who.login === 'needed') throw new LoginRequiredError('log in, or send a token: authorization: Bearer <token>');
  if (!isAtLeast(who.role, role))
    throw new ForbiddenError(`${method} ${path} is for the role ${role} and those above; ${who.name} is ${who.role}`);
  if (caller.instruments !== undefined && isOfAll(endpoint))
    throw new ForbiddenError(
      `${method} ${path} is of all instruments; this token is for ${caller.instruments.join(', ')}`,
    );
}

/** Who may do this could do with any instrument what they like. */
const isOfAll = ({ role, method, path }: Pick<Endpoint, 'role' | 'method' | 'path'>): boolean =>
  role === 'admin' || path.startsWith('/config') || (path === '/instruments' && method !== 'GET');

/** Throws where an instrument is none of those that a token is for. */
export function checkInstrument(id: string, { instruments }: Caller): void {
  if (instruments?.includes(id) === false)
    throw new ForbiddenError(`this token is for ${instruments.join(', ')} only, not for ${id}`);
}
