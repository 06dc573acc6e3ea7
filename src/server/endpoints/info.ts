import { toIso } from '../../kit/time.ts';
import { version } from '../../kit/version.ts';
import { serverInfo } from '../../model/api/data.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import type { Parts } from '../parts.ts';

/** What this is. */
export const infoEndpoints = ({ clock, config, started }: Parts): readonly Endpoint[] => [
  endpoint({
    method: 'GET',
    path: '/',
    group: 'Server',
    summary: 'What this is',
    role: 'anyone',
    reply: serverInfo,
    run: ({ bus }) => ({
      name: 'sonde',
      version,
      ...(config.site !== undefined && { site: config.site }),
      time: toIso(clock.now()),
      started: toIso(started),
      instruments: bus.keys('instrument').length,
    }),
  }),
];
