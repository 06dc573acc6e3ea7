import type { MissionRun } from '../../../../src/model/api/mission.ts';
import { createCollection } from '../../state/collection.ts';
import { useStore } from '../../state/store.ts';

/** The runs of all missions, those that are over too. */
export const runs = createCollection<MissionRun, 'mission'>({
  path: '/mission-runs',
  topic: 'mission',
  keyOf: ({ id }) => id,
  take(items, told) {
    items.set(told.id, told);
    return undefined;
  },
});

export const useRuns = () => useStore(runs.store);

/** The runs of a mission, the newest first. */
export const runsOf = (items: ReadonlyMap<string, MissionRun>, name: string): readonly MissionRun[] =>
  [...items.values()].filter(({ mission }) => mission === name).sort((a, b) => b.started.localeCompare(a.started));

export const latestRun = (items: ReadonlyMap<string, MissionRun>, name: string): MissionRun | undefined =>
  runsOf(items, name)[0];

export const isOver = ({ state }: Pick<MissionRun, 'state'>): boolean => state !== 'running' && state !== 'paused';
