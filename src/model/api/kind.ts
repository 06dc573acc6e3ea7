import { z } from 'zod';
import { commandMetadata, parameterMetadata, streamMetadata, transition } from './metadata.ts';

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

const kindCommand = commandMetadata.extend({
  /** What goes over the line, with `\r`, `\x1b` for what is no text; nothing where it is made from the arguments. */
  sends: z.array(z.string()),
  /** The state afterwards, where it changes. */
  to: z.string().exactOptional(),
  /** The streams of which it brings a sample. */
  yields: z.array(z.string()),
});

/** All that the definition of a kind says, for people. */
export const kindDocument = kindSummary.extend({
  /** How it is spoken to, in words: `prompt`, `newline`, `sleeps after`, … */
  dialogue: z.array(z.object({ name: z.string(), text: z.string() })),
  links: z.array(z.string()),
  states: z.record(z.string(), kindState),
  transitions: z.array(transition),
  commands: z.record(z.string(), kindCommand),
  parameters: z.record(z.string(), parameterMetadata),
  streams: z.record(z.string(), streamMetadata),
  /** Markdown: what its folder's README says, where that is there. */
  readme: z.string().exactOptional(),
});
export type KindDocument = z.infer<typeof kindDocument>;
