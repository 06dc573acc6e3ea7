import { createStore } from '../state/store.ts';

/** Whether the server is heard, and since when that is so. */
export interface Connection {
  readonly state: 'connecting' | 'live' | 'lost';
  /** ms since 1970, by this machine's clock. */
  readonly since: number;
}

/** So long may the server say nothing: it beats every second. With the time until somebody looks, less than 3 s. */
export const SILENCE_MS = 2500;
/** A connection on which so long nothing came is given up: its other end may be gone without a word. */
const DEAD_MS = 8000;

export const connection = createStore<Connection>({ state: 'connecting', since: Date.now() });

let lastHeard = Date.now();

/** Something came from the server. */
export function heard(now = Date.now()): void {
  lastHeard = now;
  if (connection.get().state !== 'live') connection.set({ state: 'live', since: now });
}

/** Looks whether too long nothing came; true where the connection is to be given up. */
export function listenFor(now = Date.now()): boolean {
  if (now - lastHeard > SILENCE_MS && connection.get().state !== 'lost') {
    connection.set({ state: 'lost', since: lastHeard });
  }
  return now - lastHeard > DEAD_MS;
}
