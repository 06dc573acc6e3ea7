import type { z } from 'zod';
import { toIso } from '../../kit/time.ts';
import type { transcriptEntry } from '../../model/api/data.ts';
import { HEADER_SIZE } from '../../packet/codec.ts';
import type { LoggedPacket } from '../../packet/log-reader.ts';
import { formatPosition, type Position } from '../../packet/position.ts';
import type { PacketType } from '../../packet/types.ts';

export type Entry = z.input<typeof transcriptEntry>;
export type Direction = Entry['direction'];

const DIRECTIONS: Readonly<Partial<Record<PacketType, Direction>>> = {
  DATA_FROM_INSTRUMENT: 'received',
  PICKLED_FROM_INSTRUMENT: 'received',
  DATA_FROM_DRIVER: 'sent',
  PICKLED_FROM_DRIVER: 'sent',
  PORT_AGENT_FAULT: 'fault',
};

/** In which direction a packet went; `undefined` for one that only says that the port agent lives. */
export const directionOf = (type: PacketType): Direction | undefined =>
  type === 'HEARTBEAT' ? undefined : (DIRECTIONS[type] ?? 'status');

/** A packet as a page shows it; its records are not marked. */
export const toEntry = ({ packet, position }: LoggedPacket, direction: Direction): Entry => ({
  position: formatPosition(position),
  time: toIso(packet.time),
  direction,
  bytes: Buffer.from(packet.payload).toString('base64'),
  matched: [],
});

/** Where the next packet stands. */
export const behind = ({ packet, position }: LoggedPacket): Position => ({
  day: position.day,
  offset: position.offset + packet.size,
});

/** Where the first byte of its payload stands. */
export const payloadAt = ({ position }: Pick<LoggedPacket, 'position'>): Position => ({
  day: position.day,
  offset: position.offset + HEADER_SIZE,
});
