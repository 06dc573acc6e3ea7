import type { Alert } from '../../../src/model/api/alert.ts';
import { isGone } from '../../../src/model/api/alert-state.ts';
import { createCollection } from './collection.ts';
import { useStore } from './store.ts';

/** Every alert that is on the list. */
export const alerts = createCollection<Alert, 'alert'>({
  path: '/alerts',
  topic: 'alert',
  keyOf: ({ id }) => id,
  take(items, told) {
    if (isGone(told)) items.delete(told.id);
    else items.set(told.id, told);
    return undefined;
  },
});

export const useAlerts = () => useStore(alerts.store);
