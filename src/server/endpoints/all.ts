import { DIRECT_ENDPOINT } from '../direct/direct-sessions.ts';
import type { Endpoint } from '../endpoint.ts';
import { API } from '../mount.ts';
import type { Parts } from '../parts.ts';
import { accessEndpoints } from './access.ts';
import { ALERT_ENDPOINTS } from './alerts.ts';
import { commandEndpoints } from './commands.ts';
import { CONFIG_ENDPOINTS } from './config.ts';
import { docsEndpoint, openApiEndpoint } from './documents.ts';
import { eventEndpoints } from './events.ts';
import { exportEndpoints } from './exports.ts';
import { infoEndpoints } from './info.ts';
import { INSTRUMENT_ENDPOINTS } from './instruments.ts';
import { kindEndpoints } from './kinds.ts';
import { liveEndpoints } from './live.ts';
import { LOCK_ENDPOINTS } from './locks.ts';
import { metricsEndpoint } from './metrics.ts';
import { MISSION_ENDPOINTS } from './missions.ts';
import { streamEndpoints } from './streams.ts';
import { transcriptEndpoints } from './transcript.ts';

/** Everything below `/api/v1`, in the order of the documentation. */
export function apiEndpoints(parts: Parts): readonly Endpoint[] {
  const all: readonly Endpoint[] = [
    ...infoEndpoints(parts),
    openApiEndpoint(() => all, API),
    ...INSTRUMENT_ENDPOINTS,
    ...commandEndpoints(parts),
    ...LOCK_ENDPOINTS,
    DIRECT_ENDPOINT,
    ...liveEndpoints(parts),
    ...streamEndpoints(parts.samples),
    ...exportEndpoints(parts.samples, parts.clock),
    ...transcriptEndpoints({ ...parts, data: parts.config.data }),
    ...eventEndpoints(parts.config),
    ...ALERT_ENDPOINTS,
    ...MISSION_ENDPOINTS,
    ...kindEndpoints(parts.catalogue),
    ...CONFIG_ENDPOINTS,
    ...accessEndpoints(parts.access),
  ];
  return all;
}

/** What stands beside it; paths are as they are. */
export const otherEndpoints = (parts: Parts, api: readonly Endpoint[]): readonly Endpoint[] => [
  docsEndpoint(() => api, API),
  metricsEndpoint(parts.metrics),
];
