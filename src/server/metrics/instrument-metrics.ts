import type { MetricAbout, MetricValue } from '../../kit/prometheus.ts';
import { fromIso, type Nanos } from '../../kit/time.ts';
import type { InstrumentOverview } from '../../model/api/instrument.ts';

interface InstrumentMetric extends MetricAbout {
  values(overview: InstrumentOverview, now: Nanos): readonly MetricValue[];
}

/** States in which there is no instrument at the other end. */
const APART: ReadonlySet<string> = new Set(['unconfigured', 'disconnected', 'instrument_disconnected']);

const seconds = (from: string | undefined, now: Nanos): number | undefined =>
  from === undefined ? undefined : Number(now - fromIso(from)) / 1e9;

const one = (value: number | undefined): readonly MetricValue[] => [{ value }];

/** What is said of each instrument, from how it stands now. */
export const INSTRUMENT_METRICS: Readonly<Record<string, InstrumentMetric>> = {
  instrument_info: {
    type: 'gauge',
    help: 'Always 1: what the instrument is.',
    values: ({ kind, model }) => [{ labels: { kind, model }, value: 1 }],
  },
  instrument_connected: {
    type: 'gauge',
    help: 'Whether the instrument is reached.',
    values: ({ state }) => one(Number(!APART.has(state))),
  },
  instrument_state: {
    type: 'gauge',
    help: 'Always 1: the state in which the driver is.',
    values: ({ state }) => [{ labels: { state }, value: 1 }],
  },
  instrument_state_age_seconds: {
    type: 'gauge',
    help: 'Time since the driver came into that state.',
    values: ({ state_since }, now) => one(seconds(state_since, now)),
  },
  instrument_late: {
    type: 'gauge',
    help: 'Whether samples stay away for longer than is usual.',
    values: ({ late }) => one(Number(late)),
  },
  instrument_locked: {
    type: 'gauge',
    help: 'Whether somebody holds the instrument.',
    values: ({ lock }) => one(Number(lock !== undefined)),
  },
  instrument_received_bytes_total: {
    type: 'counter',
    help: 'Bytes from the instrument that the driver has looked at.',
    values: ({ bytes }) => one(bytes.received),
  },
  instrument_unmatched_bytes_total: {
    type: 'counter',
    help: 'Bytes from the instrument that belong to no record.',
    values: ({ bytes }) => one(bytes.unmatched),
  },
  instrument_checksum_failures_total: {
    type: 'counter',
    help: 'Records whose checksum was wrong.',
    values: ({ bytes }) => one(bytes.checksum_failed),
  },
  stream_samples_total: {
    type: 'counter',
    help: 'Samples of a stream.',
    values: ({ streams }) =>
      Object.entries(streams).map(([stream, { samples }]) => ({ labels: { stream }, value: samples })),
  },
  stream_last_sample_age_seconds: {
    type: 'gauge',
    help: 'Time since the last sample of a stream came.',
    values: ({ streams }, now) =>
      Object.entries(streams).map(([stream, { received }]) => ({ labels: { stream }, value: seconds(received, now) })),
  },
  stream_late: {
    type: 'gauge',
    help: 'Whether samples of a stream stay away for longer than is usual.',
    values: ({ streams }) =>
      Object.entries(streams).map(([stream, { late }]) => ({ labels: { stream }, value: Number(late) })),
  },
  instrument_alerts: {
    type: 'gauge',
    help: 'Alerts of an instrument that are not over.',
    values: ({ active_alerts }) =>
      ['warning', 'alarm'].map((level) => ({
        labels: { level },
        value: active_alerts.filter((alert) => alert.level === level && alert.active).length,
      })),
  },
  instrument_log_bytes: {
    type: 'gauge',
    help: 'Size of the log on the disk.',
    values: ({ stored }) => one(stored?.log),
  },
  instrument_samples_bytes: {
    type: 'gauge',
    help: 'Size of the stored samples on the disk.',
    values: ({ stored }) => one(stored?.samples),
  },
};
