import { toText } from '../kit/bytes.ts';
import type { DriverAsyncEvent } from '../model/driver-event.ts';
import type { ReceivedPacket } from './connection.ts';

const KINDS = { PORT_AGENT_FAULT: 'fault', PORT_AGENT_STATUS: 'status' } as const;

const kindOf = (type: string): 'fault' | 'status' | undefined =>
  type === 'PORT_AGENT_FAULT' || type === 'PORT_AGENT_STATUS' ? KINDS[type] : undefined;

/** What the port agent says of itself among what it hands on. */
export function portAgentNotes(packets: readonly ReceivedPacket[], link?: string): DriverAsyncEvent[] {
  return packets.flatMap(({ packet, position }): DriverAsyncEvent[] => {
    const kind = kindOf(packet.type);
    if (kind === undefined) return [];
    const text = toText(packet.payload).trim();
    return [
      {
        type: 'port_agent',
        kind,
        text,
        time: packet.time,
        ...(position && { position }),
        ...(link !== undefined && { link }),
      },
    ];
  });
}
