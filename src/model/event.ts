import { z } from 'zod';
import { fromIso, type Nanos, toIso } from '../kit/time.ts';

/** How much an event matters, least first. */
export const EVENT_LEVELS = ['info', 'warning', 'error'] as const;
export type EventLevel = (typeof EVENT_LEVELS)[number];

const json = z.json();
export type Details = Readonly<Record<string, z.infer<typeof json>>>;

/** Where in an instrument's log stands what an event was read from; the link is named where there are several. */
export interface LogPlace {
  readonly link?: string;
  readonly day: string;
  readonly offset: number;
}

/** Something that happened to an instrument, as it is kept. */
export interface InstrumentEvent {
  /** When it happened; the first of them where it stands for several. */
  readonly time: Nanos;
  readonly instrument: string;
  /** One of `EVENT_TYPES`; a later version may know more. */
  readonly type: string;
  readonly level: EventLevel;
  /**
   * Who did it: `<user>@<host> <program>`, `schedule`, `startup`, `instrument` (by itself), `port_agent`, `driver`, or the id of the
   * instrument that is found behind this one.
   */
  readonly by: string;
  /** What it is about: a parameter, a command, a job, a stream. */
  readonly subject?: string;
  /** A sentence for people. */
  readonly text: string;
  readonly details: Details;
  /** So many alike came so fast that only this one, the last of them, is kept. */
  readonly count?: number;
  /** When the last of them happened. */
  readonly until?: Nanos;
  readonly log?: LogPlace;
}

const time = z.codec(z.string(), z.bigint(), { decode: (text) => fromIso(text), encode: (nanos) => toIso(nanos) });

/** An event as it leaves the process: a line of its day's file, an answer in JSON. */
export const eventJson = z.object({
  time,
  instrument: z.string(),
  type: z.string(),
  level: z.enum(EVENT_LEVELS),
  by: z.string(),
  subject: z.string().exactOptional(),
  text: z.string(),
  count: z.number().exactOptional(),
  until: time.exactOptional(),
  log: z.object({ link: z.string().exactOptional(), day: z.string(), offset: z.number() }).exactOptional(),
  details: z.record(z.string(), json),
});

export const toEventJson = (event: InstrumentEvent): z.input<typeof eventJson> => z.encode(eventJson, event);
