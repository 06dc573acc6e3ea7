import type { Lock } from '../../../../../src/model/api/lock.ts';
import { useLock } from '../../../state/locks.ts';
import { createStore, useStore } from '../../../state/store.ts';

/** Since when the locks stand that the server took for this tab's terminals. */
const own = createStore<Readonly<Record<string, string>>>({});

export const terminalOpened = ({ instrument, since }: Lock): void =>
  own.update((before) => ({ ...before, [instrument]: since }));
export const terminalClosed = (id: string): void =>
  own.update((before) => Object.fromEntries(Object.entries(before).filter(([instrument]) => instrument !== id)));

/** Whether an instrument is held for a terminal of this tab. */
export const useHoldsTerminal = (id: string): boolean => {
  const lock = useLock(id);
  return useStore(own, (held) => lock !== undefined && held[id] === lock.since);
};
