import { setImmediate } from 'node:timers/promises';
import { ConnectionError } from '../kit/errors.ts';
import type { DriverAsyncEvent } from '../model/driver-event.ts';
import type { Connection, ConnectionHandlers } from './connection.ts';
import type { InstrumentProtocol } from './instrument-protocol.ts';
import { piecesOf } from './pieces.ts';
import { portAgentNotes } from './port-agent-notes.ts';

/** The port agent while it is attached to, and the protocol that speaks through it: they come and go together. */
export interface Attachment {
  readonly client: Connection;
  readonly protocol: InstrumentProtocol;
}

/** Whose attachment it is. */
export interface Owner {
  /** It is not let go. */
  readonly isPresent: () => boolean;
  readonly announce: (event: DriverAsyncEvent) => void;
  /** In ms, to measure what packets take. */
  readonly elapsed: () => number;
  /** What the next packets wait for when these have taken so many ms. */
  readonly ready: (spent: number) => Promise<void> | undefined;
  /** The instrument came or went. */
  readonly reconcile: () => void;
  readonly lost: (error: Error) => void;
}

/** What comes from the port agent goes to the protocol, and what is to be known of it to the owner. */
export function handlersOf(
  { client, protocol }: Attachment,
  { isPresent, announce, elapsed, ready, reconcile, lost }: Owner,
): ConnectionHandlers {
  return {
    // What comes while an attachment is let go lies behind its resume position: the next one gets it.
    onPackets: async (packets, link) => {
      let isFirst = true;
      for (const few of piecesOf(packets)) {
        // Others have their turn.
        if (!isFirst) await setImmediate();
        isFirst = false;
        if (!isPresent()) return;
        const begun = elapsed();
        for (const note of portAgentNotes(few, link)) announce(note);
        protocol.gotPackets(few, link);
        await ready(elapsed() - begun);
      }
    },
    onState: () => {
      if (client.state === 'disconnected') protocol.breakOff(noInstrument(client));
      reconcile();
    },
    onLost: (error) => {
      if (isPresent()) lost(error);
    },
  };
}

export const noInstrument = (client: Connection | undefined): ConnectionError =>
  new ConnectionError(client?.absence ?? 'the port agent has lost its instrument');
