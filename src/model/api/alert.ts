import { z } from 'zod';
import { isoTime, json, name } from './common.ts';

/** How much an alert matters, least first. */
export const ALERT_LEVELS = ['warning', 'alarm'] as const;
export type AlertLevel = (typeof ALERT_LEVELS)[number];

/** What an alert watches. */
export const ALERT_KINDS = [
  'value',
  'late_data',
  'state',
  'command_failed',
  'connection_lost',
  'clock_drift',
  'disk',
  'log_gap',
  'fault',
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

const told = z.object({ by: z.string(), at: isoTime, comment: z.string().exactOptional() });

/** Something that wants a person. It stays until it is over and acknowledged, or cleared (ISA-18.2). */
export const alert = z.object({
  id: z.string(),
  /** The instrument; absent for what concerns all of them, such as the disk. */
  instrument: name.exactOptional(),
  kind: z.enum(ALERT_KINDS),
  /** What exactly: a field `ctd.temp`, a stream, a state, a command. With `instrument` and `kind` it names the rule. */
  subject: z.string(),
  level: z.enum(ALERT_LEVELS),
  /** A sentence: what is the matter, with the value and the bound. */
  text: z.string(),
  /** The condition holds now. */
  active: z.boolean(),
  raised: isoTime,
  /** When the condition was over. */
  returned: isoTime.exactOptional(),
  /** So often since it was raised for the first time and not yet gone from the list. */
  count: z.int(),
  acknowledged: told.exactOptional(),
  shelved: told.extend({ until: isoTime }).exactOptional(),
  comments: z.array(told.extend({ comment: z.string() })),
  /** Where to look: the moment and, where it is one, the value and the bound. */
  at: isoTime,
  value: json.exactOptional(),
  bound: json.exactOptional(),
});
export type Alert = z.infer<typeof alert>;

export const SHELVE_MINUTES = { least: 1, most: 7 * 24 * 60 } as const;

const comment = z.string().max(1000).exactOptional();
export const alertRequests = {
  acknowledge: z.strictObject({ comment }),
  shelve: z.strictObject({
    minutes: z.number().min(SHELVE_MINUTES.least).max(SHELVE_MINUTES.most),
    comment,
  }),
  unshelve: z.strictObject({ comment }),
  comment: z.strictObject({ comment: z.string().min(1).max(1000) }),
  clear: z.strictObject({ comment }),
} as const;
export type AlertRequest = keyof typeof alertRequests;

/** A rule as it stands for an instrument: by default, by its definition, or by the configuration. */
export const alertRule = z.object({
  instrument: name.exactOptional(),
  kind: z.enum(ALERT_KINDS),
  subject: z.string(),
  level: z.enum(ALERT_LEVELS),
  /** What it waits for, in words. */
  text: z.string(),
  from: z.enum(['default', 'configuration']),
});
export type AlertRule = z.infer<typeof alertRule>;
