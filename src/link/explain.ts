import { ConnectionError, describeError } from '../kit/errors.ts';

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset by the device',
  EPIPE: 'connection closed by the device',
  ETIMEDOUT: 'the device no longer answers',
  EHOSTUNREACH: 'host unreachable',
  EHOSTDOWN: 'host is down',
  ENETUNREACH: 'network unreachable',
  ENOTFOUND: 'no host of that name',
  EAI_AGAIN: 'the name of the host could not be looked up',
  EADDRINUSE: 'the local port is in use',
  EMSGSIZE: 'too long for one datagram',
  EACCES: 'permission denied',
  ENOENT: 'no such file',
  EISDIR: 'is a directory',
};

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';

/** A `ConnectionError` that names the link and says in words what went wrong with it. */
export function connectionError(name: string, thrown: unknown): ConnectionError {
  if (thrown instanceof ConnectionError) return thrown;
  const reason = REASONS[codeOf(thrown)] ?? describeError(thrown).replace(/^(Error:? )+/, '');
  return new ConnectionError(`${name}: ${reason}`, thrown instanceof Error ? { cause: thrown } : {});
}
