import type { Instrument } from '../definition/instrument.ts';
import type { Host } from '../driver/host.ts';
import type { StateStore } from '../driver/state-store.ts';
import type { Clock } from '../kit/clock.ts';
import type { Logger } from '../kit/logger.ts';
import type { Checkpoint } from '../store/checkpoint.ts';
import type { EventSink } from '../store/events/event-sink.ts';
import type { SampleSink } from '../store/sample-sink.ts';
import type { FairShares } from './fair-shares.ts';
import type { PortAgentHome } from './port-agent-home.ts';
import type { OpenRefiner } from './refinery.ts';
import type { Configured, Wanted } from './wanted.ts';

/** What an agent of one instrument needs. */
export interface InstrumentAgentOptions extends Configured {
  readonly id: string;
  readonly name?: string;
  readonly definition: Instrument;
  readonly home: PortAgentHome;
  /** The instrument that it is found behind; `home` is that one's. */
  readonly host?: Host;
  /** Reads the definition anew, where it can change; its error tells all that is wrong with it. */
  readonly reread?: () => Promise<Instrument>;
  /** Made anew for each attachment; it knows what was kept of the log before the place from which that is read on. */
  readonly openRefiner?: OpenRefiner;
  /** Opened anew after each failure. */
  readonly openSink: () => SampleSink;
  readonly checkpoint: Checkpoint;
  /** Where the driver keeps what must not be forgotten. */
  readonly state?: StateStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where what happens is kept; let go with the agent. Nowhere where nothing is said. */
  readonly events?: EventSink;
  /** What it is to be; as the configuration says, where nothing else is given. */
  readonly wanted?: Wanted;
  /** Somebody holds it: it is not changed behind their back. */
  readonly isLocked?: () => boolean;
  /** Its definition comes from elsewhere: what it says is run within a limit of time. */
  readonly isForeign?: boolean;
  /** Its share of the time that all instruments have. */
  readonly shares?: FairShares;
  /** How long it is left as it is when it was brought back twice, in ms. */
  readonly correctionPause?: number;
  /** The fields that a list is to show of it. */
  readonly show?: readonly string[] | undefined;
}
