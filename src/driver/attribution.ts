import type { Serving } from '../fsm/machine.ts';
import type { DriverAsyncEvent } from '../model/driver-event.ts';

/** What came by itself: nobody had asked for it. */
export const INSTRUMENT = 'instrument';

/** Calls that only look: a parameter that they find changed was changed by somebody else. */
const LOOKING: readonly string[] = ['get', 'discover', 'start_direct'];

/** An event with whoever had asked for what was being done when it came, where that is known and it does not say so itself. */
export function attributed(event: DriverAsyncEvent, serving: Serving | undefined): DriverAsyncEvent {
  if (serving?.by === undefined || event.by !== undefined || event.type === 'sample') return event;
  const found = event.type === 'config_change' && LOOKING.includes(serving.event);
  return { ...event, by: found ? INSTRUMENT : serving.by };
}
