import type { DriverAsyncEvent } from '../model/driver-event.ts';
import type { PacketType } from '../packet/types.ts';
import type { ReceivedPacket } from './connection.ts';

const KINDS: { readonly [Type in PacketType]?: 'fault' | 'status' } = {
  PORT_AGENT_FAULT: 'fault',
  PORT_AGENT_STATUS: 'status',
};

/** What the port agent says of itself among what it hands on. */
export function portAgentNotes(packets: readonly ReceivedPacket[], link?: string): DriverAsyncEvent[] {
  return packets.flatMap(({ packet, position, live }): DriverAsyncEvent[] => {
    const kind = KINDS[packet.type];
    if (kind === undefined) return [];
    const text = new TextDecoder().decode(packet.payload).trim();
    return [
      {
        type: 'port_agent',
        kind,
        text,
        time: packet.time,
        again: !live,
        ...(position && { position }),
        ...(link !== undefined && { link }),
      },
    ];
  });
}
