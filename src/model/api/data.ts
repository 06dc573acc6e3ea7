import { z } from 'zod';
import { eventJson } from '../event.ts';
import { isoTime, jsonValues } from './common.ts';

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

/** A sample, as it leaves the program everywhere. */
export const sampleJson = z.object({
  instrument: z.string(),
  stream: z.string(),
  time: isoTime,
  times: z.object({ port: isoTime.exactOptional(), device: isoTime.exactOptional(), driver: isoTime }),
  quality: z.string(),
  values: jsonValues,
  flags: z.record(z.string(), z.int()).exactOptional(),
  calibration: z.string().exactOptional(),
  /** Where its first byte stands in the log, and how many bytes it was made of. */
  log: z
    .object({ link: z.string().exactOptional(), day: z.string(), offset: z.int(), length: z.int() })
    .exactOptional(),
});

export const samplesAnswer = z.object({
  samples: z.array(sampleJson),
  /** There are more than were asked for. */
  more: z.boolean(),
});

/** Newest first. */
export const eventsAnswer = z.object({
  events: z.array(eventJson),
  /** Given as `before`: the page of those before these; absent where there are none. */
  next: isoTime.exactOptional(),
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
  /** Given as `before`: the page before this one; absent at the beginning of the log. */
  previous: z.string().exactOptional(),
  /** Given as `from`: the page behind this one; absent at the end of the log. */
  next: z.string().exactOptional(),
  /**
   * Of a search: where what was found begins, in the entry of that position, and how many bytes of its direction it has. Absent where
   * nothing was found in what was read: the search goes on from `next`, or from `previous` where it goes backwards.
   */
  hit: z.object({ position: z.string(), at: z.int(), length: z.int() }).exactOptional(),
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
export type ServerInfo = z.infer<typeof serverInfo>;

export const health = z.object({
  status: z.enum(['ok', 'degraded']),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), text: z.string() })),
});
