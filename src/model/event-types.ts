import { z } from 'zod';
import type { Details, EventLevel } from './event.ts';

interface Description {
  readonly level: EventLevel;
  readonly text: string;
  readonly subject: string | undefined;
  readonly details: Details;
}

interface Kind<Shape extends z.ZodObject, Out = z.output<Shape>> {
  readonly title: string;
  readonly level: EventLevel | ((details: Out) => EventLevel);
  readonly details: Shape;
  readonly text: (details: Out) => string;
  readonly subject?: (details: Out) => string | undefined;
  /** The names of the details that make two events alike; all where nothing is said. */
  readonly alike?: readonly (keyof Out & string)[];
}

/**
 * What every event of a type has in common. `describe` says what there is to say of an event's details; a `ZodError` where they are not
 * those of this type. Events of the same `likeness` are alike: of many that come fast, only some are kept.
 */
const kind = <Shape extends z.ZodObject>({ title, level, details, text, subject, alike }: Kind<Shape>) => ({
  title,
  level: typeof level === 'string' ? level : ('by outcome' as const),
  details,
  describe(given: unknown): Description {
    const own = details.parse(given);
    return {
      level: typeof level === 'string' ? level : level(own),
      text: text(own),
      subject: subject?.(own),
      details: z.record(z.string(), z.json()).parse(own),
    };
  },
  likeness: (own: Details): unknown => (alike === undefined ? own : alike.map((name) => own[name])),
});

const json = z.json();
const text = z.string();
const milliseconds = z.number().describe('ms');
const link = z.string().optional().describe('where the instrument has several');
const failure = z.object({ message: text, code: text.optional() });

const show = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : JSON.stringify(value));
const assigned = (values: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(values).map(([name, value]) => `${name}=${show(value)}`);
const over = ({ link }: { readonly link?: string | undefined }): string => (link === undefined ? '' : ` over ${link}`);
const took = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

/** All types of events: the one place that says what each is called, how much it matters, and what it holds. */
export const EVENT_TYPES = {
  agent_started: kind({
    title: 'The program began to look after the instrument',
    level: 'info',
    details: z.object({ version: text, kind: text }),
    text: ({ kind, version }) => `Sonde ${version} looks after it, as ${kind}`,
  }),
  agent_stopped: kind({
    title: 'The program was stopped in good order',
    level: 'info',
    details: z.object({}),
    text: () => 'Sonde does not look after it any more',
  }),
  attached: kind({
    title: 'The port agent was reached, for the first time or again',
    level: 'info',
    details: z.object({ to: text }),
    text: ({ to }) => `attached to the port agent at ${to}`,
  }),
  attachment_lost: kind({
    title: 'The port agent was lost, or could not be reached',
    level: 'warning',
    details: z.object({ reason: text }),
    text: ({ reason }) => `not attached: ${reason}`,
  }),
  link_up: kind({
    title: 'The port agent has a connection to the instrument',
    level: 'info',
    details: z.object({ link, to: text }),
    text: ({ to }) => `the port agent is connected: ${to}`,
    subject: ({ link }) => link,
  }),
  link_down: kind({
    title: 'The port agent has lost its connection to the instrument',
    level: 'warning',
    details: z.object({ link, reason: text }),
    text: ({ reason }) => `the port agent is not connected: ${reason}`,
    subject: ({ link }) => link,
  }),
  port_agent_status: kind({
    title: 'The port agent said something else of itself',
    level: 'info',
    details: z.object({ link, text }),
    text: ({ text }) => `the port agent says: ${text}`,
    subject: ({ link }) => link,
  }),
  port_agent_fault: kind({
    title: 'Something is wrong with the port agent',
    level: 'error',
    details: z.object({ link, text }),
    text: ({ text }) => `the port agent has a fault: ${text}`,
    subject: ({ link }) => link,
  }),
  log_gap: kind({
    title: 'Bytes are missing in the log',
    level: 'error',
    details: z.object({ link, from: text, to: text, packets: z.number(), bytes: z.number(), reason: text }),
    text: ({ bytes, from, to, reason }) => `the log lacks ${bytes} bytes from ${from} to ${to}: ${reason}`,
    subject: ({ link }) => link,
  }),
  data_gap: kind({
    title: 'Samples of a stream stayed away for longer than they should',
    level: 'warning',
    details: z.object({ stream: text, from: text, to: text, seconds: z.number() }),
    text: ({ stream, from, seconds }) => `no samples of ${stream} for ${took(seconds * 1000)} after ${from}`,
    subject: ({ stream }) => stream,
  }),
  state_changed: kind({
    title: 'The driver came into another state',
    level: 'info',
    details: z.object({ state: text, previous: text.optional() }),
    text: ({ state, previous }) => (previous === undefined ? `in state ${state}` : `from ${previous} to ${state}`),
    subject: ({ state }) => state,
  }),
  started_up: kind({
    title: 'The instrument does what it is to do, after it did not',
    level: 'info',
    details: z.object({}),
    text: () => 'started up',
  }),
  not_started_up: kind({
    title: 'The instrument could not be brought to what it is to do; it is tried again',
    level: 'warning',
    details: z.object({ error: failure }),
    text: ({ error }) => `not started up: ${error.message}`,
  }),
  parameters_known: kind({
    title: 'The instrument showed parameters that were not known before',
    level: 'info',
    details: z.object({ values: z.record(text, json) }),
    text: ({ values }) => `first known: ${assigned(values).join(', ')}`,
  }),
  parameter_changed: kind({
    title:
      'A parameter of the instrument has another value; by `instrument` where that was found and nobody had asked for it',
    level: 'info',
    details: z.object({ parameter: text, from: json, to: json }),
    text: ({ parameter, from, to }) => `${parameter} changed from ${show(from)} to ${show(to)}`,
    subject: ({ parameter }) => parameter,
  }),
  command: kind({
    title: 'Something that the driver was asked to do is over',
    level: ({ outcome }) => (outcome === 'done' ? 'info' : 'warning'),
    details: z.object({
      command: text,
      args: z.record(text, json),
      outcome: z.enum(['done', 'failed', 'aborted']),
      milliseconds,
      error: failure.optional(),
    }),
    text: ({ command, args, outcome, milliseconds, error }) =>
      `${[command, ...assigned(args)].join(' ')} ${outcome} after ${took(milliseconds)}${error === undefined ? '' : `: ${error.message}`}`,
    subject: ({ command }) => command,
    alike: ['command', 'args', 'outcome', 'error'],
  }),
  exchange: kind({
    title: 'What was said to the instrument, and what it answered',
    level: 'info',
    details: z.object({ command: text, link, sent: text, received: text, ended: text, milliseconds }),
    text: ({ sent, received, ended, milliseconds, ...rest }) =>
      `'${sent}'${over(rest)} → '${received}' (${ended}, ${took(milliseconds)})`,
    subject: ({ command }) => command,
    alike: ['command', 'link', 'sent', 'ended'],
  }),
  direct_access_begun: kind({
    title: 'Somebody has a raw terminal to the instrument',
    level: 'info',
    details: z.object({}),
    text: () => 'direct access began',
  }),
  direct_access_ended: kind({
    title: 'The raw terminal is closed',
    level: 'info',
    details: z.object({ milliseconds }),
    text: ({ milliseconds }) => `direct access ended after ${took(milliseconds)}`,
  }),
  job: kind({
    title: 'Something that the driver does by itself',
    level: ({ status }) => (status === 'failed' ? 'warning' : 'info'),
    details: z.object({ job: text, status: text, reason: text.optional() }),
    text: ({ job, status, reason }) => `job ${job} ${status}${reason === undefined ? '' : `: ${reason}`}`,
    subject: ({ job }) => job,
  }),
  clock_drift: kind({
    title: 'How far the instrument’s clock was ahead of ours',
    level: 'info',
    details: z.object({ milliseconds }),
    text: ({ milliseconds: ms }) => `its clock is ${took(Math.abs(ms))} ${ms < 0 ? 'behind' : 'ahead'}`,
    alike: [],
  }),
  definition_reloaded: kind({
    title: 'The definition was read anew',
    level: 'info',
    details: z.object({ kind: text }),
    text: ({ kind }) => `the definition ${kind} was read anew`,
  }),
  definition_refused: kind({
    title: 'The definition was to be read anew and could not be taken; the old one stays',
    level: 'warning',
    details: z.object({ error: failure }),
    text: ({ error }) => `the changed definition is not taken: ${error.message}`,
  }),
  fault: kind({
    title: 'Something went wrong in the driver or its instrument',
    level: 'error',
    details: z.object({ during: text, error: failure }),
    text: ({ during, error }) => `${during}: ${error.message}`,
    subject: ({ during }) => during,
  }),
  sink_failing: kind({
    title: 'Samples cannot be written; the log keeps them',
    level: 'error',
    details: z.object({ error: failure }),
    text: ({ error }) => `samples cannot be written: ${error.message}`,
  }),
  sink_working: kind({
    title: 'Samples are written again, those that could not be too',
    level: 'info',
    details: z.object({}),
    text: () => 'samples are written again',
  }),
  events_lost: kind({
    title: 'Events could not be written, and were too many to wait',
    level: 'error',
    details: z.object({ events: z.number() }),
    text: ({ events }) => `${events} events could not be kept`,
    alike: [],
  }),
} as const;

export type EventType = keyof typeof EVENT_TYPES;

export const isEventType = (type: string): type is EventType => Object.hasOwn(EVENT_TYPES, type);

/** What an event of a type holds. */
export type DetailsOf<Type extends EventType> = z.input<(typeof EVENT_TYPES)[Type]['details']>;
