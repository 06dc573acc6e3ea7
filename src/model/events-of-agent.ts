import { z } from 'zod';
import { failure, json, kind, milliseconds, show, text, took } from './event-kind.ts';

const names = z.array(text).readonly();
const listed = (what: string, all: readonly string[]): string[] =>
  all.length === 0 ? [] : [`${what} ${all.join(', ')}`];

/** What the program does to keep instruments at what they are to do, and apart from each other. */
export const AGENT_EVENTS = {
  corrected: kind({
    title: 'The instrument was found otherwise than it is to be, and was brought back',
    level: 'warning',
    details: z.object({ what: z.enum(['mode', 'parameter']), name: text, from: json, to: json, why: text }),
    text: ({ name, from, to, why }) => `${name} brought from ${show(from)} back to ${show(to)}: ${why}`,
    subject: ({ name }) => name,
  }),
  not_corrected: kind({
    title: 'The instrument was brought back too often; it is left as it is until somebody uses it',
    level: 'error',
    details: z.object({ corrections: z.number(), within: milliseconds, why: text }),
    text: ({ corrections, within, why }) =>
      `brought back ${corrections} times within ${took(within)}, and not any more until somebody uses it: ${why}`,
  }),
  wanted_dropped: kind({
    title: 'What somebody had asked for does not hold any more',
    level: 'warning',
    details: z.object({ name: text, value: json, reason: text }),
    text: ({ name, value, reason }) => `${name} is not to be ${show(value)} any more: ${reason}`,
    subject: ({ name }) => name,
  }),
  schedule_changed: kind({
    title: 'Somebody changed what the driver does by itself',
    level: 'info',
    details: z.object({ schedule: z.record(text, json) }),
    text: ({ schedule }) =>
      Object.keys(schedule).length === 0 ? 'nothing is scheduled' : `scheduled: ${Object.keys(schedule).join(', ')}`,
  }),
  data_late: kind({
    title: 'Samples that should come stay away',
    level: 'warning',
    details: z.object({ stream: text.optional(), milliseconds, usual: milliseconds.optional() }),
    text: ({ stream = 'any stream', milliseconds, usual }) =>
      `no sample of ${stream} for ${took(milliseconds)}${usual === undefined ? '' : `; one usually comes every ${took(usual)}`}`,
    subject: ({ stream }) => stream,
    alike: ['stream'],
  }),
  data_back: kind({
    title: 'Samples that stayed away come again',
    level: 'info',
    details: z.object({ stream: text, milliseconds: milliseconds.optional() }),
    text: ({ stream, milliseconds }) =>
      `samples of ${stream} come again${milliseconds === undefined ? '' : `, after ${took(milliseconds)}`}`,
    subject: ({ stream }) => stream,
    alike: ['stream'],
  }),
  flooding: kind({
    title:
      'More is to be taken of the instrument than its share of the time allows; the others go on, its data come late',
    level: 'warning',
    details: z.object({ share: z.number() }),
    text: ({ share }) =>
      `it sends more than can be taken in ${Math.round(share * 100)} % of the time: what it sends comes late`,
    alike: [],
  }),
  flood_over: kind({
    title: 'The instrument keeps to its share of the time again',
    level: 'info',
    details: z.object({ milliseconds }),
    text: ({ milliseconds }) => `it does not send too much any more, after ${took(milliseconds)}`,
    alike: [],
  }),
  definition_failed: kind({
    title: 'The definition of this kind of instrument has a fault; the others go on',
    level: 'error',
    details: z.object({ kind: text, during: text, error: failure }),
    text: ({ kind, during, error }) => `the definition ${kind} failed ${during}: ${error.message}`,
    subject: ({ during }) => during,
  }),
  not_loaded: kind({
    title: 'The instrument cannot be looked after; it is tried again',
    level: 'error',
    details: z.object({ error: failure }),
    text: ({ error }) => `not looked after: ${error.message}`,
  }),
  configured: kind({
    title: 'The configuration was changed',
    level: 'info',
    details: z.object({ added: names, removed: names, changed: names, after_restart: names }),
    text: ({ added, removed, changed, after_restart }) =>
      [
        'the configuration is changed',
        ...listed('added', added),
        ...listed('removed', removed),
        ...listed('changed', changed),
        ...listed('after a restart', after_restart),
      ].join('; '),
  }),
  configuration_refused: kind({
    title: 'The configuration was changed and is wrong; the old one goes on',
    level: 'error',
    details: z.object({ file: text, error: failure }),
    text: ({ file, error }) => `${file} is not taken: ${error.message}`,
    subject: ({ file }) => file,
  }),
} as const;
