import { interval } from '../../definition/parameter.ts';

/** How often the driver does something by itself; never where nothing is said. */
export const intervals = {
  clock_sync_interval: interval('0 s', { title: 'Time between clock syncs' }),
  acquire_status_interval: interval('0 s', { title: 'Time between status requests' }),
};

export const jobs = {
  clock_sync: { runs: 'clock_sync', every: { parameter: 'clock_sync_interval' } },
  acquire_status: { runs: 'acquire_status', every: { parameter: 'acquire_status_interval' } },
} as const;
