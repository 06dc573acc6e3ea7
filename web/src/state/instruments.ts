import type { InstrumentSummary } from '../../../src/model/api/instrument.ts';
import { subscribe } from '../api/live.ts';
import { createCollection } from './collection.ts';
import { mergeSummary } from './merge-summary.ts';
import { useStore } from './store.ts';

/** Every instrument, as a list shows it. */
export const instruments = createCollection<InstrumentSummary, 'summary'>({
  path: '/instruments',
  topic: 'summary',
  keyOf: ({ id }) => id,
  take(items, told) {
    const before = items.get(told.id);
    if (before === undefined) return 'unknown';
    items.set(told.id, mergeSummary(before, told));
    return undefined;
  },
});

/** Those that come and go are asked for anew. Returns the function that ends it. */
export const followRegistry = (): (() => void) => subscribe('registry', undefined, () => instruments.reload());

export const useInstruments = () => useStore(instruments.store);
export const useInstrument = (id: string): InstrumentSummary | undefined =>
  useStore(instruments.store, ({ items }) => items.get(id));
