import { EVENT_LEVELS, type InstrumentEvent } from '../../model/event.ts';
import type { EventQuery } from './read-events.ts';

/** Whether an event is one of those that are asked for, as in a query of what is kept. */
export function matches(
  event: InstrumentEvent,
  { types, level, levels, by, subject, from, to, text }: EventQuery,
): boolean {
  const { until = event.time } = event;
  return (
    (types?.includes(event.type) ?? true) &&
    (level === undefined || EVENT_LEVELS.indexOf(event.level) >= EVENT_LEVELS.indexOf(level)) &&
    (levels?.includes(event.level) ?? true) &&
    (by === undefined || event.by.startsWith(by)) &&
    (subject === undefined || event.subject === subject) &&
    (from === undefined || until >= from) &&
    (to === undefined || event.time < to) &&
    (text === undefined || event.text.toLowerCase().includes(text.toLowerCase()))
  );
}
