import type { Nanos } from '../kit/time.ts';
import type { InstrumentEvent, LogPlace } from './event.ts';
import { type DetailsOf, EVENT_TYPES, type EventType } from './event-types.ts';

/** What there is to say of something that happened; the rest follows from its type. */
export type EventDraft = {
  readonly [Type in EventType]: {
    readonly type: Type;
    readonly details: DetailsOf<Type>;
    /** The driver where nothing is said. */
    readonly by?: string | undefined;
    /** Now where nothing is said. */
    readonly time?: Nanos | undefined;
    readonly log?: LogPlace | undefined;
    /** It was read in a part of the log that is being caught up with, and may have been told before. */
    readonly again?: boolean | undefined;
  };
}[EventType];

/** Longer texts than this are cut: the log has all that was said. */
const LONGEST = 2000;

const shortened = (text: string): string =>
  text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}… (${text.length} characters)`;

function bounded(value: unknown): unknown {
  if (typeof value === 'string') return shortened(value);
  if (Array.isArray(value)) return value.map(bounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, bounded(inner)]));
}

/** The event that this is. */
export function toEvent(draft: EventDraft, instrument: string, now: Nanos): InstrumentEvent {
  const { type, by = 'driver', time = now, log } = draft;
  const { subject, text, level, details } = EVENT_TYPES[type].describe(bounded(draft.details));
  return {
    time,
    instrument,
    type,
    level,
    by,
    ...(subject !== undefined && { subject }),
    text: shortened(text),
    ...(log && { log }),
    details,
  };
}
