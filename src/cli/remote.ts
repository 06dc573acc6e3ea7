import { Option } from 'commander';
import type { Place, RemoteOptions } from '../client/place.ts';
import { programOf } from '../client/programs.ts';
import { type Sent, sendForJson } from '../client/send.ts';
import { ConfigError } from '../kit/errors.ts';
import type { InstrumentSummary } from '../model/api/instrument.ts';

/** Options of commands that ask a running program. */
export interface AskingOptions extends RemoteOptions {
  readonly json?: boolean;
}

export const serverOption = (): Option =>
  new Option(
    '--server <address>',
    'a program elsewhere, e.g. http://ship:8100 (SONDE_SERVER); its token is SONDE_TOKEN',
  );
export const tokenFileOption = (): Option => new Option('--token-file <file>', 'a file that holds the token');
export const jsonOption = (what: string): Option => new Option('--json', what);

/** One instrument of a program that runs it. */
export interface RemoteInstrument {
  readonly place: Place;
  readonly summary: InstrumentSummary;
  /** What the program's clock says, in ms since 1970. */
  readonly now: number;
  /** A path below that of the instrument; errors of the other side keep their code. */
  ask<T>(path: string, sent?: Sent): Promise<T>;
}

/** The key of a lock that an earlier command took. */
export function lockHeaders(): Record<string, string> {
  const key = process.env.SONDE_LOCK ?? '';
  if (!/^[\x21-\x7e]*$/.test(key)) {
    throw new ConfigError([{ name: 'SONDE_LOCK', message: "must be a key as 'sonde lock take' prints it" }]);
  }
  return key === '' ? {} : { 'x-sonde-lock': key };
}

/** The instrument of that id, wherever it runs; errors say which there are, or that nothing runs. */
export async function findInstrument(
  id: string,
  asking: string,
  remote: RemoteOptions,
  signal?: AbortSignal,
): Promise<RemoteInstrument> {
  const { place, instruments, now } = await programOf(id, `sonde ${asking}`, remote, signal);
  return {
    place,
    now,
    summary: instruments.find((one) => one.id === id)!,
    ask: (path, sent) =>
      sendForJson(place, `/instruments/${id}${path}`, { ...sent, headers: { ...lockHeaders(), ...sent?.headers } }),
  };
}
