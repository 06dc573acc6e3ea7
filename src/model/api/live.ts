import { z } from 'zod';
import { eventJson } from '../event.ts';
import { alert } from './alert.ts';
import { isoTime, json, jsonValues, name } from './common.ts';
import { instrumentSummary, parameterState } from './instrument.ts';
import { job } from './job.ts';
import { lock } from './lock.ts';
import { missionRun } from './mission.ts';
import { problem } from './problem.ts';

/** Samples as they are told live: the fields of one stream, a row each. */
export const liveSamples = z.object({
  instrument: name,
  stream: z.string(),
  /** So many came so fast before these that they are not told: they are where all samples are. */
  skipped: z.int().exactOptional(),
  samples: z.array(
    z.object({
      time: isoTime,
      quality: z.string(),
      values: jsonValues,
      flags: z.record(z.string(), z.int()).exactOptional(),
      log: json.exactOptional(),
    }),
  ),
});

/**
 * What is told live, by the name of the server-sent event. `id` of each is where to go on (`Last-Event-ID`); a `gap` says that what was
 * told meanwhile is not known any more: whoever gets one asks for everything anew. A `beat` (`{ time }`) comes at the beginning, and every
 * second while nothing else does.
 */
export const LIVE_TOPICS = {
  /** Of an instrument, only what changed; `gone` names what there is no more. */
  summary: instrumentSummary
    .partial()
    .required({ id: true })
    .extend({ gone: z.array(z.string()).exactOptional() }),
  samples: liveSamples,
  event: eventJson,
  job,
  /** Those that changed. */
  parameters: z.object({ instrument: name, parameters: z.record(z.string(), parameterState) }),
  alert,
  lock: z.object({
    instrument: name,
    lock: lock.nullable(),
    by: z.string().exactOptional().meta({ description: 'who let go of it; nobody where its time is up' }),
  }),
  mission: missionRun,
  /** An instrument came or went. */
  registry: z.object({ instrument: name, change: z.enum(['added', 'removed']) }),
} as const;

export type LiveTopic = keyof typeof LIVE_TOPICS;
export type LiveData<T extends LiveTopic> = z.input<(typeof LIVE_TOPICS)[T]>;
export const LIVE_TOPIC_NAMES = Object.keys(LIVE_TOPICS) as readonly LiveTopic[];

/**
 * Messages of a direct access session over WebSocket: text frames, JSON; bytes both ways are binary frames. Whoever holds the instrument's lock
 * sends its key as the header `x-sonde-lock`, or from a browser as in `direct-protocol.ts`.
 */
export const directServerMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('opened'),
    instrument: name,
    lock,
    newline: z.string(),
    /** What one may want to type; `text` is without the newline. */
    buttons: z.array(z.object({ label: z.string(), text: z.string() })),
  }),
  z.object({ type: z.literal('sent'), by: z.string(), text: z.string() }),
  /** The last one; `problem` where the session was not opened. */
  z.object({ type: z.literal('closed'), reason: z.string(), problem: problem.exactOptional() }),
]);
export type DirectServerMessage = z.infer<typeof directServerMessage>;
export const directClientMessage = z.discriminatedUnion('type', [
  /** Typed with so many ms between two characters. */
  z.strictObject({
    type: z.literal('send'),
    text: z.string().max(65_536),
    pace: z.number().min(0).max(5000).default(0),
  }),
  z.strictObject({ type: z.literal('break'), milliseconds: z.int().min(1).max(10_000).default(500) }),
  z.strictObject({ type: z.literal('close') }),
]);
export type DirectClientMessage = z.infer<typeof directClientMessage>;
