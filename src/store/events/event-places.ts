import type { Nanos } from '../../kit/time.ts';
import type { InstrumentEvent } from '../../model/event.ts';
import { comparePositions, type Position } from '../../packet/position.ts';

/** How far in the logs what they tell has been kept: by what is told, for that comes in the order of the log. */
export type EventPlaces = Map<string, { readonly place: Position; readonly newest: Nanos }>;

/** Of an event, what says how far in its log it stands. */
export type Told = Pick<InstrumentEvent, 'type' | 'subject' | 'time' | 'log'>;

/** By what is told: its type, what it is about, and over which link. */
export const toldBy = ({ type, subject, log }: Omit<Told, 'time'>): string =>
  JSON.stringify([type, subject ?? null, log?.link ?? null]);

/** Whether it stands no further in its log than what was kept, and is no newer: a log that was begun anew has its places again. */
export function isKept(event: Told, places: EventPlaces): boolean {
  const { log, time } = event;
  const reached = log && places.get(toldBy(event));
  return reached !== undefined && comparePositions(log!, reached.place) <= 0 && time <= reached.newest;
}

export function noteKept(event: Told, places: EventPlaces): void {
  const { log, time } = event;
  if (log === undefined) return;
  const { newest = time } = places.get(toldBy(event)) ?? {};
  places.set(toldBy(event), { place: log, newest: time > newest ? time : newest });
}
