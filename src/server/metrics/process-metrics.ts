import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { MetricAbout, MetricValue } from '../../kit/prometheus.ts';
import { version } from '../../kit/version.ts';
import type { Traffic } from '../traffic.ts';

/** How late the program comes to what is to be done. */
export type Lag = ReturnType<typeof monitorEventLoopDelay>;

interface Figures {
  readonly traffic: Traffic;
  readonly lag: Lag;
}

interface ProgramMetric extends MetricAbout {
  values(figures: Figures): readonly MetricValue[];
}

const one = (value: number): readonly MetricValue[] => [{ value }];
/** Of a microsecond and a nanosecond, in s. */
const [US, NS] = [1e-6, 1e-9];

/** Begins to measure how long the program does not listen, until it is disposed of. */
export function watchLag(): Lag & Disposable {
  const lag = monitorEventLoopDelay({ resolution: 20 });
  lag.enable();
  return Object.assign(lag, { [Symbol.dispose]: () => void lag.disable() });
}

/** What is said of the program and its server. */
export const PROGRAM_METRICS: Readonly<Record<string, ProgramMetric>> = {
  build_info: {
    type: 'gauge',
    help: 'Always 1: which version this is.',
    values: () => [{ labels: { version, node: process.version }, value: 1 }],
  },
  process_uptime_seconds: {
    type: 'gauge',
    help: 'Time since the program started.',
    values: () => one(process.uptime()),
  },
  process_resident_memory_bytes: {
    type: 'gauge',
    help: 'Memory of the program.',
    values: () => one(process.memoryUsage.rss()),
  },
  process_cpu_seconds_total: {
    type: 'counter',
    help: 'Processor time of the program.',
    values() {
      const { user, system } = process.cpuUsage();
      return one((user + system) * US);
    },
  },
  process_event_loop_lag_seconds: {
    type: 'gauge',
    help: 'How late the program came to what was to be done, since it was asked last.',
    values({ lag }) {
      const at = (quantile: number): MetricValue => ({
        labels: { quantile: String(quantile) },
        value: lag.percentile(quantile * 100) * NS,
      });
      const values = [at(0.5), at(0.99), at(1)];
      lag.reset();
      return values;
    },
  },
  http_responses_total: {
    type: 'counter',
    help: 'Answers of the server, by the class of their status.',
    values: ({ traffic }) =>
      [...traffic.answers].map(([digit, value]) => ({ labels: { status: `${digit}xx` }, value })),
  },
  http_malformed_requests_total: {
    type: 'counter',
    help: 'What came and was no HTTP.',
    values: ({ traffic }) => one(traffic.malformed),
  },
  http_connections: { type: 'gauge', help: 'Open connections.', values: ({ traffic }) => one(traffic.connections) },
  http_connections_refused_total: {
    type: 'counter',
    help: 'Connections that were not accepted, there being too many.',
    values: ({ traffic }) => one(traffic.connectionsRefused),
  },
  live_clients: {
    type: 'gauge',
    help: 'Clients that are told live.',
    values: ({ traffic }) => one(traffic.liveClients),
  },
  live_clients_cut_total: {
    type: 'counter',
    help: 'Live clients that were cut, having been too slow.',
    values: ({ traffic }) => one(traffic.liveCut),
  },
  live_messages_total: {
    type: 'counter',
    help: 'What was told live, before it is known to how many.',
    values: ({ traffic }) => one(traffic.liveMessages),
  },
  direct_sessions: {
    type: 'gauge',
    help: 'Open sessions of direct access over the network.',
    values: ({ traffic }) => one(traffic.directSessions),
  },
};
