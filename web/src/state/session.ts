import { isAtLeast, type Role } from '../../../src/model/api/roles.ts';
import type { WhoAmI } from '../../../src/model/api/user.ts';
import { get, loginNeeded, send } from '../api/client.ts';
import { createStore, useStore } from './store.ts';

export interface Session {
  /** Absent until the server has said it. */
  readonly who: WhoAmI | undefined;
  readonly error: unknown;
}

export const session = createStore<Session>({ who: undefined, error: undefined });

/** Asks who this page is for the server. */
export async function askWho(): Promise<void> {
  try {
    session.set({ who: await get<WhoAmI>('/session'), error: undefined });
  } catch (error) {
    session.update((before) => ({ ...before, error }));
  }
}

/** The page is loaded anew: what it was refused while it was loaded would else be taken for the answer of now. */
export async function logIn(name: string, password: string): Promise<void> {
  await send('POST', '/session', { name, password });
  location.reload();
}

export async function logOut(): Promise<void> {
  await send('DELETE', '/session');
  await askWho();
}

loginNeeded.listen(() =>
  session.update(({ who }) => ({
    who: { name: who?.name ?? '', role: 'viewer', login: 'needed' },
    error: undefined,
  })),
);

export const useSession = (): Session => useStore(session);

/** Whether this page may do what asks for a role. */
export const useMay = (role: Role): boolean =>
  useStore(session, ({ who }) => who !== undefined && who.login !== 'needed' && isAtLeast(who.role, role));
