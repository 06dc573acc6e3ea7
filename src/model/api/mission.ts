import { z } from 'zod';
import { isoTime, json } from './common.ts';
import { problem } from './problem.ts';

export const RUN_STATES = ['running', 'paused', 'done', 'failed', 'stopped'] as const;
export const STEP_STATES = ['waiting', 'running', 'done', 'failed', 'skipped', 'stopped'] as const;

/** A step of a mission as it goes. */
export const stepState = z.object({
  /** The step as people read it: `ctd: exec start_autosample`. */
  text: z.string(),
  state: z.enum(STEP_STATES),
  attempt: z.int(),
  started: isoTime.exactOptional(),
  ended: isoTime.exactOptional(),
  result: json.exactOptional(),
  error: problem.exactOptional(),
});
export type StepState = z.infer<typeof stepState>;

export const missionRun = z.object({
  id: z.string(),
  mission: z.string(),
  by: z.string(),
  state: z.enum(RUN_STATES),
  started: isoTime,
  ended: isoTime.exactOptional(),
  steps: z.array(stepState),
  error: z.string().exactOptional(),
});
export type MissionRun = z.infer<typeof missionRun>;

/** A mission as it is kept: its text, and what that says. */
export const mission = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string().exactOptional(),
  /** YAML, as people write it. */
  text: z.string(),
  steps: z.array(z.string()),
  /** All that it speaks of. */
  instruments: z.array(z.string()),
  schedule: z.string().exactOptional(),
  next: isoTime.exactOptional(),
  changed: isoTime,
  by: z.string(),
});
export type Mission = z.infer<typeof mission>;
