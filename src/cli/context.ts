import type { Instrument } from '../definition/instrument.ts';
import type { Clock } from '../kit/clock.ts';
import type { Logger } from '../kit/logger.ts';

/** What the commands use of the outside world. */
export interface CliContext {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Every kind of instrument that is known. */
  readonly kinds: readonly string[];
  loadInstrument(kind: string): Promise<Instrument>;
}
