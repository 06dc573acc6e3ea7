import type { Packet } from '../packet/decoder.ts';
import type { Position } from '../packet/position.ts';

/** A packet as a connection hands it on. */
export interface ReceivedPacket {
  readonly packet: Pick<Packet, 'type' | 'time' | 'payload'>;
  /** Where it stands in the log; absent for a port agent that does not say, and while the disk is full. */
  readonly position?: Position | undefined;
  /** False while the log is being caught up with. */
  readonly live: boolean;
}

/** Whether the port agent has its instrument. */
export type InstrumentLink = 'connected' | 'disconnected';

/** What a connection tells: after `initComms` has resolved, until `stopComms` is called. */
export interface ConnectionHandlers {
  /** The link is named where there are several. Where a promise comes back, the next packets wait for it. */
  onPackets(packets: readonly ReceivedPacket[], link?: string): Promise<void> | void;
  /** Told when it changes. */
  onState(state: InstrumentLink): void;
  /** The port agent is gone; told once. */
  onLost(error: Error): void;
}

/** What a driver needs of a way to its instrument. `LoggerClient` is one. Of several links it is the first where none is named. */
export interface Connection {
  /** As far as is known. */
  readonly state: InstrumentLink;
  /** Why the instrument is not reached, where that is something else than its port agent. */
  readonly absence?: string | undefined;
  /** Resolves when the log has been caught up with: before, nobody hears what the instrument answers. Absent where all is live. */
  readonly caughtUp?: Promise<unknown>;
  /** Resolves when the port agent is reached and `state` is known; else a `ConnectionError`. */
  initComms(handlers: ConnectionHandlers, signal?: AbortSignal): Promise<void>;
  /** Resolves when the port agent has the bytes; a `ConnectionError` when it is lost. */
  send(bytes: Uint8Array, signal?: AbortSignal, link?: string): Promise<void>;
  sendBreak(milliseconds: number, signal?: AbortSignal, link?: string): Promise<void>;
  /** Leaves the port agent and the instrument as they are. Idempotent. */
  stopComms(): Promise<void>;
}
