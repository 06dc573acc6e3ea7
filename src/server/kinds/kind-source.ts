import type { Instrument } from '../../definition/instrument.ts';
import { instrumentKinds, loadInstrument } from '../../instruments/find-instrument.ts';

/** Every kind of instrument that is known. */
export interface KindSource {
  readonly kinds: readonly string[];
  load(kind: string): Promise<Instrument>;
  /** The files that a definition from outside was read from. */
  filesOf(kind: string): readonly string[];
}

/** Those that Sonde brings along. */
export const ownKinds: KindSource = { kinds: instrumentKinds, load: loadInstrument, filesOf: () => [] };
