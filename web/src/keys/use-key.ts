import { useEffect, useId, useRef } from 'react';
import { createStore } from '../state/store.ts';

/** A key that does something now, for the list of keys. */
export interface KnownKey {
  readonly id: string;
  readonly key: string;
  readonly does: string;
}

export const knownKeys = createStore<readonly KnownKey[]>([]);

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.closest('input, textarea, select, dialog, .xterm') !== null);

/** Runs `act` when a key is pressed (once where it is held down), but not while somebody types or answers a question. `?` lists all keys with what they do. */
export function useKey(key: string, does: string, act: () => void): void {
  const id = useId();
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key !== key || event.repeat || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return;
      event.preventDefault();
      latest.current();
    };
    addEventListener('keydown', press);
    knownKeys.update((before) => [...before, { id, key, does }]);
    return () => {
      removeEventListener('keydown', press);
      knownKeys.update((before) => before.filter((one) => one.id !== id));
    };
  }, [id, key, does]);
}
