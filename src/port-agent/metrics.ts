import { type MetricAbout, metricText } from '../kit/prometheus.ts';
import type { PortAgentStatus } from './status.ts';

interface Metric extends MetricAbout {
  value(status: PortAgentStatus): number | undefined;
}

const METRICS: Readonly<Record<string, Metric>> = {
  uptime_seconds: { type: 'gauge', help: 'Time since the port agent started.', value: (s) => s.uptime },
  link_up: {
    type: 'gauge',
    help: 'Whether the link is connected.',
    value: (s) => Number(s.link.state === 'connected'),
  },
  link_attempts: {
    type: 'gauge',
    help: 'Attempts to connect since the link was last connected.',
    value: (s) => s.link.attempts,
  },
  received_bytes_total: { type: 'counter', help: 'Bytes from the instrument.', value: (s) => s.bytes.in },
  sent_bytes_total: { type: 'counter', help: 'Bytes to the instrument.', value: (s) => s.bytes.out },
  refused_bytes_total: {
    type: 'counter',
    help: 'Bytes from clients that were not written to the instrument.',
    value: (s) => s.bytes.refused,
  },
  last_received_age_seconds: {
    type: 'gauge',
    help: 'Time since the last byte from the instrument.',
    value: (s) => s.bytes.lastInAge,
  },
  log_ok: { type: 'gauge', help: 'Whether the log can be written.', value: (s) => Number(s.log.state === 'ok') },
  log_lost_packets_total: {
    type: 'counter',
    help: 'Packets that could not be written to the log.',
    value: (s) => s.log.lostPackets,
  },
  log_lost_bytes_total: {
    type: 'counter',
    help: 'Bytes that could not be written to the log.',
    value: (s) => s.log.lostBytes,
  },
  data_clients: { type: 'gauge', help: 'Clients of the data port.', value: (s) => s.clients.data.length },
  dropped_clients_total: {
    type: 'counter',
    help: 'Clients disconnected because they were too slow.',
    value: (s) => s.clients.dropped,
  },
};

/** The status as Prometheus reads it. */
export function formatMetrics(status: PortAgentStatus): string {
  const labels = { instrument: status.name };
  return Object.entries(METRICS)
    .map(([name, metric]) => metricText(`sonde_port_agent_${name}`, metric, [{ labels, value: metric.value(status) }]))
    .join('');
}
