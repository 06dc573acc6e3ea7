import { z } from 'zod';
import { json } from './common.ts';

const schema = z.record(z.string(), json).meta({ description: 'a JSON Schema (2020-12)' });
const fieldType = z.enum(['number', 'integer', 'text', 'flag', 'bytes', 'list']);

export const commandMetadata = z.object({
  title: z.string(),
  description: z.string().exactOptional(),
  states: z.array(z.string()),
  timeout: z.number().meta({ description: 'ms' }),
  arguments: schema,
  dangerous: z.boolean(),
});

export const parameterMetadata = z.object({
  title: z.string(),
  description: z.string().exactOptional(),
  visibility: z.enum(['read_only', 'read_write', 'startup']),
  unit: z.string().exactOptional(),
  startup: json.exactOptional(),
  restored_after_direct_access: z.boolean(),
  group: z.string().exactOptional(),
  schema,
});

export const streamMetadata = z.object({
  title: z.string(),
  ooi: z.string().exactOptional(),
  fields: z.record(
    z.string(),
    z.object({
      title: z.string(),
      unit: z.string().exactOptional(),
      cf: z.string().exactOptional(),
      type: fieldType,
      items: fieldType.exclude(['list']).exactOptional(),
      valid: z.tuple([z.number(), z.number()]).exactOptional(),
    }),
  ),
});

/** Which state leads to which, and by what. */
export const transition = z.object({ from: z.string(), to: z.string(), by: z.string() });

/** All that a user interface needs to know of an instrument: what it can be told, what it shows, what it sends. */
export const instrumentMetadata = z.object({
  driver: z.object({ kind: z.string(), maker: z.string(), model: z.string() }),
  states: z.array(z.string()),
  transitions: z.array(transition),
  links: z.array(z.string()),
  direct: z.object({ newline: z.string(), buttons: z.array(z.object({ label: z.string(), text: z.string() })) }),
  commands: z.record(z.string(), commandMetadata),
  parameters: z.record(z.string(), parameterMetadata),
  streams: z.record(z.string(), streamMetadata),
});
