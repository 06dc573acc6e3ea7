import type { Nanos } from '../kit/time.ts';
import type { InstrumentEvent, LogPlace } from '../model/event.ts';
import { comparePositions, type Position } from '../packet/position.ts';

/** How far in the logs of an instrument's links what they tell of themselves has been kept; '' is the link of one that has no other. */
export type EventPlaces = Map<string, { readonly place: Position; readonly newest: Nanos }>;

type Told = Pick<InstrumentEvent, 'time' | 'log'>;

const linkOf = ({ link = '' }: LogPlace): string => link;

/** Whether it stands no further in its log than what was kept, and is no newer: a log that was begun anew has its places again. */
export function isKept({ log, time }: Told, places: EventPlaces): boolean {
  const reached = log && places.get(linkOf(log));
  return reached !== undefined && comparePositions(log!, reached.place) <= 0 && time <= reached.newest;
}

export function noteKept({ log, time }: Told, places: EventPlaces): void {
  if (log === undefined) return;
  const { newest = time } = places.get(linkOf(log)) ?? {};
  places.set(linkOf(log), { place: log, newest: time > newest ? time : newest });
}
