import type { Instrument } from '../definition/instrument.ts';
import { ConfigError } from '../kit/errors.ts';
import { nearest } from '../kit/nearest.ts';
import { INSTRUMENTS } from './all.generated.ts';

/** Every kind of instrument that Sonde brings along. */
export const instrumentKinds: readonly string[] = Object.keys(INSTRUMENTS);

/** The definition of a kind; one that is not there is a `ConfigError` that names what may have been meant. */
export async function loadInstrument(kind: string): Promise<Instrument> {
  const entry = Object.hasOwn(INSTRUMENTS, kind) ? INSTRUMENTS[kind] : undefined;
  if (entry === undefined) {
    throw new ConfigError([{ name: kind, message: `no such kind of instrument; ${nearest(kind, instrumentKinds)}` }]);
  }
  return await entry.load();
}
