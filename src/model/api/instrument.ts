import { z } from 'zod';
import { alert } from './alert.ts';
import { isoTime, json, jsonValues, name } from './common.ts';
import { job } from './job.ts';
import { lock } from './lock.ts';

/** How a stream stands. */
export const streamState = z.object({
  /** Since the program began to look after the instrument. */
  samples: z.int(),
  /** The last sample's time, and when it came. */
  time: isoTime,
  received: isoTime,
  values: jsonValues,
  quality: z.string(),
  flags: z.record(z.string(), z.int()).exactOptional(),
  /** Usual time between two samples, in s; absent until it is known. */
  interval: z.number().exactOptional(),
  /** No sample has come for longer than is usual for it. */
  late: z.boolean(),
});
export type StreamState = z.infer<typeof streamState>;

/** One of the few values that a list shows. */
export const keyValue = z.object({
  stream: z.string(),
  field: z.string(),
  title: z.string(),
  unit: z.string().exactOptional(),
  value: json,
  /** QARTOD: 1 pass, 2 not evaluated, 3 suspect, 4 fail, 9 missing. */
  flag: z.int().exactOptional(),
  time: isoTime,
  /** Values before it, oldest first, equally far apart over the last minutes: for a sparkline. Not told live. */
  trend: z.array(z.number().nullable()).exactOptional(),
});
export type KeyValue = z.infer<typeof keyValue>;

/** What a list shows of an instrument. Told again whenever it has changed, at most once a second. */
export const instrumentSummary = z.object({
  id: name,
  name: z.string(),
  kind: z.string(),
  model: z.string(),
  /** The instrument that it is found behind. */
  on: name.exactOptional(),
  state: z.string(),
  state_since: isoTime,
  /** What is wrong, in a sentence. */
  problem: z.string().exactOptional(),
  /** What it is to do, where that is known: `command`, `autosample`, `leave`. */
  wanted: z.string().exactOptional(),
  /** When the last sample of any stream came, and whether one that should come is late. */
  last_sample: isoTime.exactOptional(),
  late: z.boolean(),
  values: z.array(keyValue),
  lock: lock.exactOptional(),
  alerts: z.object({ alarms: z.int(), warnings: z.int(), unanswered: z.int() }),
});
export type InstrumentSummary = z.infer<typeof instrumentSummary>;

/** A parameter as it stands. */
export const parameterState = z.object({
  actual: json,
  desired: json.exactOptional(),
  verified: isoTime.exactOptional(),
  /** What the deployment says it should be at the start. */
  startup: json.exactOptional(),
});

const counts = z.object({ received: z.int(), unmatched: z.int(), checksum_failed: z.int() });
const address = z.object({ addr: z.string(), port: z.int(), pid: z.int().exactOptional() });

/** All that there is to say of an instrument now, in one answer. */
export const instrumentOverview = instrumentSummary.extend({
  /** Events and commands that are possible now. */
  capabilities: z.array(z.string()),
  parameters: z.record(z.string(), parameterState),
  streams: z.record(z.string(), streamState),
  jobs: z.array(job),
  active_alerts: z.array(alert),
  bytes: counts,
  /** By link; `''` where it has only one. */
  port_agents: z.record(z.string(), address),
  schedule: z.record(z.string(), json),
  /** Of the log and of the stored samples, in bytes. */
  stored: z.object({ log: z.number(), samples: z.number() }),
});
export type InstrumentOverview = z.infer<typeof instrumentOverview>;
