import { useSyncExternalStore } from 'react';
import { Signal } from './signal.ts';

/** A value that components follow. It is replaced, never changed. */
export interface Store<T> {
  get(): T;
  set(next: T): void;
  update(change: (before: T) => T): void;
  subscribe(listener: () => void): () => void;
}

export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const changed = new Signal<void>();
  const set = (next: T): void => {
    if (Object.is(next, value)) return;
    value = next;
    changed.tell();
  };
  return { get: () => value, set, update: (change) => set(change(value)), subscribe: changed.listen };
}

/** What a store says now; the component is drawn anew when what was selected is another. */
export function useStore<T>(store: Store<T>): T;
export function useStore<T, S>(store: Store<T>, select: (value: T) => S): S;
export function useStore<T, S>(store: Store<T>, select?: (value: T) => S): T | S {
  return useSyncExternalStore(store.subscribe, () => (select === undefined ? store.get() : select(store.get())));
}
