import { NotFoundError } from '../kit/errors.ts';
import { nearest } from '../kit/nearest.ts';
import type { Bus } from './bus.ts';
import type { InstrumentService } from './services.ts';

/** The instrument of that id; a `NotFoundError` says which there are. */
export function findInstrument(bus: Bus, id: string): InstrumentService {
  const found = bus.find('instrument', id);
  if (found === undefined)
    throw new NotFoundError(`there is no instrument '${id}'; ${nearest(id, bus.keys('instrument'))}`);
  return found;
}
