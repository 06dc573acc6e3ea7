import { createStore, useStore } from '../../../state/store.ts';

/** The jobs that this page began, until somebody has dismissed what came of them. */
const own = createStore<ReadonlySet<string>>(new Set());

export const keepJob = (id: string): void => own.update((before) => new Set([...before, id]));
export const dismissJob = (id: string): void =>
  own.update((before) => new Set([...before].filter((other) => other !== id)));
export const useOwnJobs = (): ReadonlySet<string> => useStore(own);
