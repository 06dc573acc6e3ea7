import type { ParameterState } from './metadata.ts';
import type { Values } from './sample.ts';
import type { DriverState } from './states.ts';

/** What one stream has brought. Times are ISO-8601. */
export interface StreamStatus {
  readonly samples: number;
  readonly lastTime: string;
  readonly last: Values;
}

export interface PortAgentAddress {
  readonly pid?: number;
  readonly addr: string;
  readonly port: number;
}

/** How an instrument stands: all that a list or a page of instruments shows. */
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
  readonly portAgent?: PortAgentAddress;
  /** By link, where it has several. */
  readonly portAgents?: Readonly<Record<string, PortAgentAddress>>;
}
