import { ConnectionError, ParameterError } from '../kit/errors.ts';
import { nearest } from '../kit/nearest.ts';
import type { InstrumentSummary } from '../model/api/instrument.ts';
import { forgetDead, localPlaces } from './local-places.ts';
import { type Place, type RemoteOptions, remotePlace } from './place.ts';
import { sendForJson } from './send.ts';

/** A program that runs instruments, and those. */
export interface Program {
  readonly place: Place;
  readonly instruments: readonly InstrumentSummary[];
}

const NOTHING = "nothing is running: start 'sonde run -c sonde.yaml' or 'sonde demo', or name a program by --server";

/** The programs that may be asked: the one that was named, else all of this user on this machine. `ConnectionError` where there is none. */
export async function runningPrograms(
  asking: string,
  remote: RemoteOptions = {},
  signal?: AbortSignal,
): Promise<readonly Program[]> {
  const ask = async (place: Place): Promise<Program> => ({
    place,
    instruments: await sendForJson(place, '/instruments', { signal }),
  });
  const named = await remotePlace(remote);
  if (named !== undefined) return [await ask(named)];
  const found = await Promise.all((await localPlaces(asking)).map((place) => askIfAlive(place, ask)));
  const running = found.filter((program) => program !== undefined);
  if (running.length === 0) throw new ConnectionError(NOTHING);
  return running;
}

async function askIfAlive(place: Place, ask: (place: Place) => Promise<Program>): Promise<Program | undefined> {
  try {
    return await ask(place);
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    await forgetDead(place, error);
    return undefined;
  }
}

/** The program that runs an instrument; a `ParameterError` where none does, or more than one. */
export async function programOf(
  id: string,
  asking: string,
  remote?: RemoteOptions,
  signal?: AbortSignal,
): Promise<Program> {
  const all = await runningPrograms(asking, remote, signal);
  const [found, ...more] = all.filter(({ instruments }) => instruments.some((one) => one.id === id));
  if (more.length > 0) {
    const message = `is run by ${more.length + 1} processes; stop all but one, or give each its own SONDE_RUNTIME_DIR`;
    throw new ParameterError([{ name: id, message }]);
  }
  if (found === undefined) {
    const ids = all.flatMap(({ instruments }) => instruments.map((one) => one.id));
    throw new ParameterError([{ name: id, message: `no such instrument is running; ${nearest(id, ids)}` }]);
  }
  return found;
}
