import { resolve } from 'node:path';
import type { Bus } from '../../bus/bus.ts';
import { linkedName } from '../../config/port-agents.ts';
import { NotFoundError } from '../../kit/errors.ts';
import { isThere } from '../../kit/files.ts';
import { nearest } from '../../kit/nearest.ts';
import { mustBeInstrument } from '../stored/find-stream.ts';

/** The log of one of an instrument's links. */
export interface LogOf {
  readonly id: string;
  /** What its port agent is called: `ctd`, `adcp/slave`. */
  readonly name: string;
  /** '' where the instrument has only one. */
  readonly link: string;
  readonly dir: string;
}

export interface LogPlace {
  readonly bus: Bus;
  readonly data: string;
}

/** Finds the log of an instrument, or of the one that it is found behind; a `NotFoundError` where none is kept here. */
export async function logOf(place: LogPlace, id: string, wanted?: string): Promise<LogOf> {
  await mustBeInstrument(place, id);
  const running = place.bus.find('instrument', id);
  const host = (await running?.summary())?.on ?? id;
  const links = (await place.bus.find('instrument', host)?.describe())?.links ?? [];
  const several = links.length > 1;
  if (wanted !== undefined && running !== undefined && !links.includes(wanted))
    throw new NotFoundError(
      `${id} has no link '${wanted}'; ${several ? nearest(wanted, links) : 'it has only one, which needs no name'}`,
    );
  const link = wanted ?? (several ? links[0]! : '');
  const name = link === '' ? host : linkedName(host, link);
  const dir = resolve(place.data, name, 'log');
  if (!(await isThere(dir)))
    throw new NotFoundError(
      `no log of ${name} is kept here: nothing was logged yet, or its port agent is run by somebody else, who keeps the log`,
    );
  return { id, name, link, dir };
}
