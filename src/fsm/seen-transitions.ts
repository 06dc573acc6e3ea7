import type { Transition } from './machine.ts';

/** Every transition of a machine that has happened, once, by its event. */
export type SeenTransitions<State extends string, Event extends string> = Map<Event, Transition<State, Event>[]>;

/** The transition as one that has been seen. An event has few: comparing them costs less than making a key of three names. */
export function see<State extends string, Event extends string>(
  seen: SeenTransitions<State, Event>,
  from: State,
  event: Event,
  to: State,
): Transition<State, Event> {
  const known = seen.get(event) ?? [];
  for (const transition of known) if (transition.from === from && transition.to === to) return transition;
  const transition = { from, to, event };
  seen.set(event, [...known, transition]);
  return transition;
}
