import type { ParameterState } from '../model/metadata.ts';
import type { Values } from '../model/sample.ts';
import type { DriverState } from '../model/states.ts';
import type { Address } from './port-agent-home.ts';

/** What one stream has brought. Times are ISO-8601. */
export interface StreamStatus {
  readonly samples: number;
  readonly lastTime: string;
  readonly last: Values;
}

/** How an instrument stands, for those in this process; what the API says of that is in `model/api/instrument.ts`. */
export interface InstrumentStatus {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly model: string;
  /** The instrument that it is found behind. */
  readonly on?: string;
  readonly state: DriverState;
  /** ISO-8601. */
  readonly stateSince: string;
  /** The last thing that went wrong, while it has not been followed by success. */
  readonly problem?: string;
  readonly capabilities: readonly string[];
  readonly parameters: Readonly<Record<string, ParameterState>>;
  readonly streams: Readonly<Record<string, StreamStatus>>;
  readonly bytes: { readonly received: number; readonly unmatched: number; readonly checksumFailed: number };
  /** By link; `''` where it has only one. */
  readonly portAgents: Readonly<Record<string, Address>>;
}
