import type { Clock } from '../kit/clock.ts';
import { logRoute } from './http-log.ts';
import { answerJson, type Routes } from './http-server.ts';
import { breakRoute, writeRoute } from './http-write.ts';
import type { Lease } from './lease.ts';
import { formatMetrics } from './metrics.ts';
import type { Recorder } from './recorder.ts';
import type { Refusals } from './refusals.ts';
import type { PortAgentStatus } from './status.ts';

export interface RouteOptions {
  /** The folder of the log. */
  readonly dir: string;
  readonly recorder: Recorder;
  readonly lease: Lease;
  readonly refusals: Refusals;
  readonly clock: Clock;
  readonly heartbeat: number;
  status(): Promise<PortAgentStatus>;
}

/** What a port agent answers over HTTP. */
export const portAgentRoutes = ({
  dir,
  recorder,
  lease,
  refusals,
  clock,
  heartbeat,
  status,
}: RouteOptions): Routes => ({
  'GET /status': async ({ response }) => answerJson(response, 200, await status()),
  'GET /metrics': async ({ response }) => {
    const text = formatMetrics(await status());
    response.writeHead(200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' });
    response.end(text);
  },
  'GET /log': logRoute({ dir, recorder, clock, heartbeat }),
  'POST /write': writeRoute({ lease, clock, write: (bytes) => recorder.write(bytes), onRefused: refusals.add }),
  'POST /break': breakRoute({
    lease,
    sendBreak: (ms) => recorder.sendBreak(ms),
    onFailure: (fault) => recorder.note('PORT_AGENT_FAULT', fault),
  }),
});
