import { z } from 'zod';
import { kind, milliseconds, text, took } from './event-kind.ts';

const run = { mission: text, run: text };
const subject = ({ mission }: { readonly mission: string }): string => mission;

/** What happens to missions. */
export const MISSION_EVENTS = {
  mission_saved: kind({
    title: 'The text of a mission is new or another',
    level: 'info',
    details: z.object({ mission: text, steps: z.int() }),
    text: ({ mission, steps }) => `mission ${mission} saved (${steps} ${steps === 1 ? 'step' : 'steps'})`,
    subject,
  }),
  mission_removed: kind({
    title: 'A mission is no more',
    level: 'info',
    details: z.object({ mission: text }),
    text: ({ mission }) => `mission ${mission} removed`,
    subject,
  }),
  mission_started: kind({
    title: 'A mission began',
    level: 'info',
    details: z.object(run),
    text: ({ mission }) => `mission ${mission} started`,
    subject,
  }),
  mission_not_started: kind({
    title: 'A mission was due by its schedule, and could not be started',
    level: 'warning',
    details: z.object({ mission: text, reason: text }),
    text: ({ mission, reason }) => `mission ${mission} not started: ${reason}`,
    subject,
  }),
  mission_step_failed: kind({
    title: 'A step of a mission failed, however often it was tried',
    level: 'warning',
    details: z.object({ ...run, step: text, error: text }),
    text: ({ mission, error }) => `mission ${mission}: ${error}`,
    subject,
  }),
  mission_paused: kind({
    title: 'Somebody paused a mission',
    level: 'info',
    details: z.object(run),
    text: ({ mission }) => `mission ${mission} paused`,
    subject,
  }),
  mission_resumed: kind({
    title: 'Somebody let a mission go on',
    level: 'info',
    details: z.object(run),
    text: ({ mission }) => `mission ${mission} goes on`,
    subject,
  }),
  mission_stopped: kind({
    title: 'Somebody broke a mission off; what is to be done at its end follows',
    level: 'info',
    details: z.object(run),
    text: ({ mission }) => `mission ${mission} is broken off`,
    subject,
  }),
  mission_ended: kind({
    title: 'A mission is over',
    level: ({ state }) => (state === 'done' ? 'info' : 'warning'),
    details: z.object({ ...run, state: z.enum(['done', 'failed', 'stopped']), milliseconds, error: text.optional() }),
    text: ({ mission, state, milliseconds, error }) =>
      `mission ${mission} ${state} after ${took(milliseconds)}${error === undefined ? '' : `: ${error}`}`,
    subject,
  }),
} as const;
