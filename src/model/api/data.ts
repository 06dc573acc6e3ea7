import { z } from 'zod';
import { isoTime, json } from './common.ts';

export const storedStream = z.object({
  instrument: z.string(),
  stream: z.string(),
  title: z.string(),
  /** First and last time of what is stored. */
  from: isoTime.exactOptional(),
  to: isoTime.exactOptional(),
  rows: z.number(),
  bytes: z.number(),
  fields: z.record(
    z.string(),
    z.object({
      title: z.string(),
      unit: z.string().exactOptional(),
      cf: z.string().exactOptional(),
      type: z.string(),
      /** Its flags' columns: `temp_qc` of all tests together, then `temp_qc_spike`, … */
      flags: z.array(z.string()),
    }),
  ),
});

/** Columns: `time` and each field's values, all of the same length. */
export const bucketsAnswer = z.object({
  /** How long each is, in s. */
  width: z.number(),
  time: z.array(isoTime),
  rows: z.array(z.int()),
  fields: z.record(
    z.string(),
    z.object({
      min: z.array(z.number().nullable()),
      max: z.array(z.number().nullable()),
      mean: z.array(z.number().nullable()),
    }),
  ),
});

/** A piece of what went over the line. */
export const transcriptEntry = z.object({
  /** Where it stands in the log: `<day>:<offset>`. */
  position: z.string(),
  time: isoTime,
  direction: z.enum(['received', 'sent', 'status', 'fault']),
  /** base64 */
  bytes: z.string(),
  /** The stretches of it that are (parts of) records: from, to (in bytes of this piece), and of which stream. */
  matched: z.array(z.object({ from: z.int(), to: z.int(), stream: z.string(), time: isoTime })),
});
export const transcriptPage = z.object({
  entries: z.array(transcriptEntry),
  /** Where the page before and the next one begin; absent at the log's ends. */
  previous: z.string().exactOptional(),
  next: z.string().exactOptional(),
});

export const logDay = z.object({
  day: z.string(),
  bytes: z.number(),
  stored_bytes: z.number(),
  compressed: z.boolean(),
});

/** What this program is and how it stands. */
export const serverInfo = z.object({
  name: z.literal('sonde'),
  version: z.string(),
  site: z.string().exactOptional(),
  time: isoTime,
  started: isoTime,
  instruments: z.int(),
});

export const health = z.object({
  status: z.enum(['ok', 'degraded']),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), text: z.string() })),
});

export const scheduleEntry = z.object({ job: z.string(), trigger: json, next: isoTime.exactOptional() });
