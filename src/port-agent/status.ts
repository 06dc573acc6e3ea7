import type { Ports } from './run-file.ts';
import type { UpkeepStatus } from './upkeep.ts';

export interface ClientStatus {
  readonly name: string;
  /** Bytes that wait for it. */
  readonly queued: number;
}

/** What `GET /status` answers. Times are ISO-8601, ages and the uptime are in seconds. */
export interface PortAgentStatus {
  readonly name: string;
  readonly pid: number;
  readonly version: string;
  readonly startedAt: string;
  readonly uptime: number;
  readonly listen: string;
  readonly ports: Ports;
  readonly link: {
    readonly name: string;
    readonly state: 'connected' | 'connecting' | 'closed';
    readonly since: string;
    readonly lastError?: string;
    readonly attempts: number;
    /** The state as data clients are told it, with short outages forgiven. */
    readonly forgiven: 'CONNECTED' | 'DISCONNECTED';
  };
  readonly bytes: {
    /** From the instrument. */
    readonly in: number;
    /** To the instrument. */
    readonly out: number;
    /** Sent by clients and not written to the instrument. */
    readonly refused: number;
    readonly lastInAge?: number;
    readonly lastOutAge?: number;
  };
  readonly log: {
    /** Where the next packet will stand. */
    readonly end: string;
    readonly state: 'ok' | 'failing';
    readonly error?: string;
    readonly since?: string;
    /** Packets and bytes that were handed on but could not be written. */
    readonly lostPackets: number;
    readonly lostBytes: number;
    /** Whether the days that are over are compressed, archived and deleted as they should be. */
    readonly upkeep: UpkeepStatus;
    /** Bytes that were cut from the log's torn end when it was opened. */
    readonly repaired: number;
  };
  readonly clients: {
    readonly data: readonly ClientStatus[];
    readonly command: readonly ClientStatus[];
    readonly sniff: readonly ClientStatus[];
    /** Connections. */
    readonly http: number;
    /** Clients that were disconnected because they were too slow. */
    readonly dropped: number;
  };
  readonly lease?: { readonly owner: string; readonly since: string };
}
