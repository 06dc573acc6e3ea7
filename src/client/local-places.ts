import { rm } from 'node:fs/promises';
import { ConnectionError } from '../kit/errors.ts';
import { askerHeaders } from './asker.ts';
import type { Place } from './place.ts';
import { allSockets } from './socket-folder.ts';

/** The programs of this user on this machine; `asking` names the one that asks, in their events. */
export const localPlaces = async (asking: string): Promise<readonly Place[]> =>
  (await allSockets()).map((socketPath) => ({
    name: socketPath,
    origin: 'http://localhost',
    socketPath,
    headers: askerHeaders(asking),
  }));

/** Forgets the socket of a program that has ended; nothing where it may be alive. */
export async function forgetDead({ socketPath }: Place, error: unknown): Promise<void> {
  if (socketPath !== undefined && isRefused(error)) await rm(socketPath, { force: true });
}

const isRefused = (error: unknown): boolean =>
  error instanceof ConnectionError &&
  error.cause instanceof Error &&
  'code' in error.cause &&
  error.cause.code === 'ECONNREFUSED';
