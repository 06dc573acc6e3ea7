import { useSyncExternalStore } from 'react';
import { Signal } from './signal.ts';

/** How far the server's clock is ahead of this machine's, in ms: ages are told by the server's. */
let ahead = 0;
export const setServerTime = (iso: string): void => {
  const heard = Date.parse(iso) - Date.now();
  // A beat that was slow on its way is no other time: ages would jump with it.
  if (Math.abs(heard - ahead) > 500) ahead = heard;
};
export const serverNow = (): number => Date.now() + ahead;

/** One timer for all that are drawn anew at the same pace. */
const paces = new Map<number, Signal<void>>();
function paceOf(every: number): Signal<void> {
  const known = paces.get(every);
  if (known !== undefined) return known;
  const pace = new Signal<void>();
  paces.set(every, pace);
  setInterval(() => pace.tell(), every);
  return pace;
}

/** Now, by the server's clock, in ms since 1970; the component is drawn anew every so often. */
export const useNow = (every = 1000): number =>
  useSyncExternalStore(
    (listener) => paceOf(every).listen(listener),
    () => Math.floor(serverNow() / every) * every,
  );
