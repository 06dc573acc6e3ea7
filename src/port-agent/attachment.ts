import type { Clock } from '../kit/clock.ts';
import type { Packet } from '../packet/decoder.ts';
import type { Position } from '../packet/position.ts';
import type { LinkCondition } from './link-note.ts';

/** A packet as it came from a port agent; its time is the port agent's. */
export interface ReceivedPacket {
  readonly packet: Packet;
  /** Where it stands in the port agent's log; absent when it does not, or when an original port agent sent it. */
  readonly position?: Position;
  /** False for what was written before this client had caught up. */
  readonly live: boolean;
}

/** What an attachment tells. It is told nothing more once `lost` was called. */
export interface AttachmentEvents {
  /** Something came, whatever it was. */
  alive(): void;
  /** The next are read when this has settled. */
  packets(packets: readonly ReceivedPacket[]): Promise<void> | void;
  condition(condition: LinkCondition): void;
  /** All that was logged before has been handed on. */
  caughtUp(): void;
  lost(error: Error): void;
}

export interface AttachmentTarget {
  readonly host: string;
  readonly clock: Clock;
  /** Ends the attaching, and the attachment. */
  readonly signal: AbortSignal;
}

/** A running connection to a port agent. */
export interface Attachment {
  /** Resolves when the bytes are on their way; rejects when they are certainly not. */
  send(bytes: Uint8Array): Promise<void>;
  sendBreak(ms: number): Promise<void>;
  /** Reads until the connection ends, and tells the events. To be called once. */
  read(): void;
}

/** Bytes that may wait to be sent; more at once are refused. */
export const SEND_LIMIT = 1 << 20;

/** Hands on packets and what they say of the link, in the order in which they came. */
export async function handOn(
  received: readonly ReceivedPacket[],
  conditionOf: (received: ReceivedPacket) => LinkCondition | undefined,
  events: AttachmentEvents,
): Promise<void> {
  let begin = 0;
  for (const [at, one] of received.entries()) {
    const condition = conditionOf(one);
    if (condition === undefined) continue;
    await events.packets(received.slice(begin, at + 1));
    events.condition(condition);
    begin = at + 1;
  }
  if (begin < received.length) await events.packets(received.slice(begin));
}
