import { z } from 'zod';
import { isoTime, json, jsonValues, name } from './common.ts';
import { problem } from './problem.ts';

export const JOB_STATES = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const;

/** Something that an instrument was asked to do: a command, `set`, `discover`. */
export const job = z.object({
  id: z.string(),
  instrument: name,
  command: z.string(),
  args: jsonValues,
  by: z.string(),
  state: z.enum(JOB_STATES),
  created: isoTime,
  started: isoTime.exactOptional(),
  ended: isoTime.exactOptional(),
  /** The last that it told of how far it is. */
  progress: z
    .object({ text: z.string(), done: z.number().exactOptional(), of: z.number().exactOptional() })
    .exactOptional(),
  result: json.exactOptional(),
  error: problem.exactOptional(),
});
export type Job = z.infer<typeof job>;

export const isOver = ({ state }: Pick<Job, 'state'>): boolean =>
  state === 'done' || state === 'failed' || state === 'cancelled';
