import type { z } from 'zod';
import { ACCESS_EVENTS } from './events-of-access.ts';
import { AGENT_EVENTS } from './events-of-agent.ts';
import { ALERT_EVENTS } from './events-of-alerts.ts';
import { INSTRUMENT_EVENTS } from './events-of-instruments.ts';
import { MISSION_EVENTS } from './events-of-missions.ts';

/** All types of events: what each is called, how much it matters, and what it holds. */
export const EVENT_TYPES = {
  ...INSTRUMENT_EVENTS,
  ...AGENT_EVENTS,
  ...ACCESS_EVENTS,
  ...MISSION_EVENTS,
  ...ALERT_EVENTS,
} as const;

export type EventType = keyof typeof EVENT_TYPES;

export const isEventType = (type: string): type is EventType => Object.hasOwn(EVENT_TYPES, type);

/** What an event of a type holds. */
export type DetailsOf<Type extends EventType> = z.input<(typeof EVENT_TYPES)[Type]['details']>;
