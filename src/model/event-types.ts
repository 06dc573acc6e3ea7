import type { z } from 'zod';
import { INSTRUMENT_EVENTS } from './events-of-instruments.ts';

/** All types of events: what each is called, how much it matters, and what it holds. */
export const EVENT_TYPES = { ...INSTRUMENT_EVENTS } as const;

export type EventType = keyof typeof EVENT_TYPES;

export const isEventType = (type: string): type is EventType => Object.hasOwn(EVENT_TYPES, type);

/** What an event of a type holds. */
export type DetailsOf<Type extends EventType> = z.input<(typeof EVENT_TYPES)[Type]['details']>;
