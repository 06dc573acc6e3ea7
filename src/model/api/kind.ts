import { z } from 'zod';
import { json } from './common.ts';

const schema = z.record(z.string(), json).meta({ description: 'a JSON Schema (2020-12)' });

/** One of the kinds of instruments that are known. */
export const kindSummary = z.object({
  kind: z.string(),
  maker: z.string(),
  model: z.string(),
  /** What it measures. */
  description: z.string().exactOptional(),
  /** The instruments here that are of this kind. */
  used_by: z.array(z.string()),
});
export type KindSummary = z.infer<typeof kindSummary>;

const kindState = z.object({
  title: z.string(),
  /** It works on a long command and is left alone. */
  busy: z.boolean(),
  /** What it sends by itself in this state. */
  streaming: z.array(z.string()),
});

const kindCommand = z.object({
  title: z.string(),
  description: z.string().exactOptional(),
  states: z.array(z.string()),
  /** ms */
  timeout: z.number(),
  arguments: schema,
  dangerous: z.boolean(),
  /** What goes over the line, with `\r`, `\x1b` for what is no text; nothing where it is made from the arguments. */
  sends: z.array(z.string()),
  /** The state afterwards, where it changes. */
  to: z.string().exactOptional(),
  /** The streams of which it brings a sample. */
  yields: z.array(z.string()),
});

const kindParameter = z.object({
  title: z.string(),
  description: z.string().exactOptional(),
  visibility: z.enum(['read_only', 'read_write', 'startup']),
  unit: z.string().exactOptional(),
  startup: json.exactOptional(),
  restoredAfterDirectAccess: z.boolean(),
  group: z.string().exactOptional(),
  schema,
});

const kindStream = z.object({
  title: z.string(),
  ooi: z.string().exactOptional(),
  fields: z.record(
    z.string(),
    z.object({
      title: z.string(),
      unit: z.string().exactOptional(),
      cf: z.string().exactOptional(),
      type: z.enum(['number', 'integer', 'text', 'flag', 'bytes', 'list']),
      items: z.enum(['number', 'integer', 'text', 'flag', 'bytes']).exactOptional(),
      valid: z.tuple([z.number(), z.number()]).exactOptional(),
    }),
  ),
});

/** All that the definition of a kind says, for people. */
export const kindDocument = kindSummary.extend({
  /** How it is spoken to, in words: `prompt`, `newline`, `sleeps after`, … */
  dialogue: z.array(z.object({ name: z.string(), text: z.string() })),
  links: z.array(z.string()),
  states: z.record(z.string(), kindState),
  transitions: z.array(z.object({ from: z.string(), to: z.string(), by: z.string() })),
  commands: z.record(z.string(), kindCommand),
  parameters: z.record(z.string(), kindParameter),
  streams: z.record(z.string(), kindStream),
  /** Markdown: what its folder's README says, where that is there. */
  readme: z.string().exactOptional(),
});
export type KindDocument = z.infer<typeof kindDocument>;
