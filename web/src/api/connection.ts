import { Signal } from '../state/signal.ts';
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

/** Told when a server that was lost is heard again. */
export const recovered = new Signal<void>();

let lastHeard = Date.now();

/** From now on the server should be heard. */
export function expectServer(now = Date.now()): void {
  lastHeard = now;
  connection.set({ state: 'connecting', since: now });
}

/** Something came from the server. */
export function heard(now = Date.now()): void {
  lastHeard = now;
  const { state } = connection.get();
  if (state !== 'live') connection.set({ state: 'live', since: now });
  if (state === 'lost') recovered.tell();
}

/** Looks whether nothing came for too long. */
export function lookForServer(now = Date.now()): void {
  const isSilent = now - lastHeard > SILENCE_MS;
  if (isSilent && connection.get().state !== 'lost') connection.set({ state: 'lost', since: lastHeard });
}

/** Whether an attempt to hear the server, begun at that time, is to be given up. */
export const isHopeless = (begun: number, now = Date.now()): boolean => now - Math.max(begun, lastHeard) > DEAD_MS;
