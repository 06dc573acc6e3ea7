import { METRICS_TYPE } from '../../kit/prometheus.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import type { ServerMetrics } from '../metrics/server-metrics.ts';

/** For whoever watches the program from outside. */
export const metricsEndpoint = (metrics: ServerMetrics): Endpoint =>
  endpoint({
    method: 'GET',
    path: '/metrics',
    group: 'Server',
    summary: 'Metrics of the program and its instruments, as Prometheus reads them',
    role: 'viewer',
    reply: METRICS_TYPE,
    run: ({ caller }) => metrics.text(caller),
  });
