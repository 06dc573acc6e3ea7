import type { HeldLock, Lock } from '../../../src/model/api/lock.ts';
import { createCollection } from './collection.ts';
import { keep, readKept } from './kept.ts';
import { createStore, useStore } from './store.ts';

/** Who holds which instrument. */
export const locks = createCollection<Lock, 'lock'>({
  path: '/locks',
  topic: 'lock',
  keyOf: ({ instrument }) => instrument,
  take(items, { instrument, lock }) {
    if (lock === null) items.delete(instrument);
    else items.set(instrument, lock);
    return undefined;
  },
});

export const useLock = (id: string): Lock | undefined => useStore(locks.store, ({ items }) => items.get(id));

/** The locks that this tab holds, with their keys: they live as long as the tab does, over a reload too. */
const KEPT = 'sonde.locks';
type Owned = Readonly<Record<string, { readonly key: string; readonly since: string }>>;
const own = createStore<Owned>(readOwned());
own.subscribe(() => keep('sessionStorage', KEPT, own.get()));

function readOwned(): Owned {
  const kept = readKept('sessionStorage', KEPT);
  return typeof kept === 'object' ? { ...kept } : {};
}

export const keepLock = ({ instrument, key, since }: HeldLock): void =>
  own.update((before) => ({ ...before, [instrument]: { key, since } }));
export const forgetLock = (id: string): void =>
  own.update((before) => Object.fromEntries(Object.entries(before).filter(([instrument]) => instrument !== id)));

/** The key of this tab's lock on an instrument, for `send`. */
export const lockKey = (id: string): string | undefined => own.get()[id]?.key;

/** Whether this tab is the one that holds it. */
export const useHoldsLock = (id: string): boolean => {
  const lock = useLock(id);
  return useStore(own, (held) => lock !== undefined && held[id]?.since === lock.since);
};
