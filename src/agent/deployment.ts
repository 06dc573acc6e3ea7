import type { Config, InstrumentConfig } from '../config/schema.ts';
import type { Instrument } from '../definition/instrument.ts';

/** A configuration, and how the definitions that it needs are found. */
export interface Deployment {
  readonly config: Config;
  /** As it was written, where it was read from a file. */
  readonly text?: string | undefined;
  loadInstrument(kind: string): Promise<Instrument>;
  /** Says how the definition of an instrument is read anew; nothing for one that cannot change. */
  rereadFor?(instrument: InstrumentConfig): (() => Promise<Instrument>) | undefined;
}
