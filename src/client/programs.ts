import { ConnectionError, ParameterError } from '../kit/errors.ts';
import { nearest } from '../kit/nearest.ts';
import type { ServerInfo } from '../model/api/data.ts';
import type { InstrumentSummary } from '../model/api/instrument.ts';
import { forgetDead, localPlaces } from './local-places.ts';
import { type Place, type RemoteOptions, remotePlace } from './place.ts';
import { sendForJson } from './send.ts';

/** A program that runs instruments, and those. */
export interface Program {
  readonly place: Place;
  readonly instruments: readonly InstrumentSummary[];
  /** What its clock said when it answered, in ms since 1970: ages are told by that. */
  readonly now: number;
}

const NOTHING = "nothing is running: start 'sonde run -c sonde.yaml' or 'sonde demo', or name a program by --server";

/** A program that says nothing for so long, in ms, hangs. */
const PATIENCE = 10_000;

async function asked(place: Place, signal: AbortSignal | undefined): Promise<Program> {
  const sent = { signal, patience: PATIENCE };
  const { name, time } = await sendForJson<Partial<ServerInfo>>(place, '', sent);
  if (name !== 'sonde' || time === undefined) throw new ConnectionError(`${place.name} is not Sonde`);
  const instruments = await sendForJson<readonly InstrumentSummary[]>(place, '/instruments', sent);
  return { place, instruments, now: Date.parse(time) };
}

/** The programs of this user on this machine; `asking` names the one that asks, in their events. */
export async function programsHere(asking: string, signal?: AbortSignal): Promise<readonly Program[]> {
  const found = await Promise.all((await localPlaces(asking)).map((place) => askIfAlive(place, signal)));
  return found.filter((program) => program !== undefined);
}

/** The programs that may be asked: the one that was named, else all that are here. `ConnectionError` where there is none. */
export async function runningPrograms(
  asking: string,
  remote: RemoteOptions = {},
  signal?: AbortSignal,
): Promise<readonly Program[]> {
  const named = await remotePlace(remote);
  if (named !== undefined) return [await asked(named, signal)];
  const running = await programsHere(asking, signal);
  if (running.length === 0) throw new ConnectionError(NOTHING);
  return running;
}

async function askIfAlive(place: Place, signal: AbortSignal | undefined): Promise<Program | undefined> {
  try {
    return await asked(place, signal);
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
    const message = `is run by ${more.length + 1} programs here; name one by --server, or stop all but one`;
    throw new ParameterError([{ name: id, message }]);
  }
  if (found === undefined) {
    const ids = all.flatMap(({ instruments }) => instruments.map((one) => one.id));
    throw new ParameterError([{ name: id, message: `no such instrument is running; ${nearest(id, ids)}` }]);
  }
  return found;
}
