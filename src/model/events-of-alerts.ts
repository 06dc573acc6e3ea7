import { z } from 'zod';
import { failure, json, kind, text } from './event-kind.ts';

/** Which alert: its id, what it watches, and of what. */
const which = { alert: text, kind: text, about: text };
const alike = ['kind', 'about'] as const;
const answered = z.object({ ...which, comment: text.optional() });

const withComment = (what: string, { about, comment }: { about: string; comment?: string | undefined }): string =>
  `alert of ${about} ${what}${comment === undefined ? '' : `: ${comment}`}`;

/** What becomes of alerts, and of what tells others of them. */
export const ALERT_EVENTS = {
  alert_raised: kind({
    title: 'Something wants a person: for the first time, again, or more than before',
    level: ({ severity }) => (severity === 'alarm' ? 'error' : 'warning'),
    details: z.object({
      ...which,
      severity: z.enum(['warning', 'alarm']),
      reason: text,
      value: json.optional(),
      bound: json.optional(),
    }),
    text: ({ severity, reason }) => `${severity}: ${reason}`,
    subject: ({ about }) => about,
    alike: [...alike, 'severity'],
  }),
  alert_lowered: kind({
    title: 'What was an alarm is a warning',
    level: 'info',
    details: z.object({ ...which, reason: text }),
    text: ({ reason }) => `no alarm any more, a warning: ${reason}`,
    subject: ({ about }) => about,
    alike,
  }),
  alert_returned: kind({
    title: 'What an alert told of is over',
    level: 'info',
    details: z.object({ ...which, reason: text }),
    text: ({ reason }) => `over: ${reason}`,
    subject: ({ about }) => about,
    alike,
  }),
  alert_acknowledged: kind({
    title: 'Somebody has taken note of an alert',
    level: 'info',
    details: answered,
    text: (details) => withComment('acknowledged', details),
    subject: ({ about }) => about,
  }),
  alert_shelved: kind({
    title: 'Somebody put an alert aside for a time',
    level: 'info',
    details: answered.extend({ until: text }),
    text: (details) => withComment(`shelved until ${details.until}`, details),
    subject: ({ about }) => about,
  }),
  alert_unshelved: kind({
    title: 'An alert is not put aside any more',
    level: 'info',
    details: answered,
    text: (details) => withComment('unshelved', details),
    subject: ({ about }) => about,
  }),
  alert_commented: kind({
    title: 'Somebody said something of an alert',
    level: 'info',
    details: answered,
    text: (details) => withComment('commented', details),
    subject: ({ about }) => about,
  }),
  alert_cleared: kind({
    title: 'An alert was taken from the list though it was not over, or nobody had taken note of it',
    level: 'info',
    details: answered,
    text: (details) => withComment('cleared', details),
    subject: ({ about }) => about,
  }),
  output_failing: kind({
    title: 'A broker or a web hook cannot be reached; it is tried again',
    level: 'warning',
    details: z.object({ output: text, error: failure }),
    text: ({ output, error }) => `${output} cannot be reached: ${error.message}`,
    subject: ({ output }) => output,
  }),
  output_working: kind({
    title: 'A broker or a web hook is reached again; `dropped` messages were too many to wait',
    level: ({ dropped }) => (dropped > 0 ? 'warning' : 'info'),
    details: z.object({ output: text, dropped: z.number() }),
    text: ({ output, dropped }) =>
      `${output} is reached${dropped === 0 ? '' : `; ${dropped} messages were too many to wait for it and are dropped`}`,
    subject: ({ output }) => output,
  }),
} as const;
