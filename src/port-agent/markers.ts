import { toBytes, toText } from '../kit/bytes.ts';
import type { Nanos } from '../kit/time.ts';
import { encodePacket } from '../packet/codec.ts';
import type { Packet } from '../packet/decoder.ts';
import { formatPosition, type Position, parsePosition } from '../packet/position.ts';

/** The type of the packets that stand between the logged ones in `GET /log` and say where the reader is. They are never in a log. */
export const MARKER_TYPE = 64;
const TYPE_AT = 3;
const CHECKSUM_AT = 7;

/**
 * A position: the next logged packet stands there. `live`: from here on packets are handed on as they come.
 * `unlogged`: the packets up to the next position are not in the log.
 */
export type Marker = Position | 'live' | 'unlogged';

/** A marker as a packet. OOI knows no such type, so the packet is written as one of type 0 and turned into ours. */
export function encodeMarker(marker: Marker, time: Nanos): Uint8Array {
  const bytes = encodePacket('UNKNOWN', toBytes(typeof marker === 'string' ? marker : formatPosition(marker)), time);
  bytes[TYPE_AT]! ^= MARKER_TYPE;
  bytes[CHECKSUM_AT]! ^= MARKER_TYPE;
  return bytes;
}

/** The marker that a packet is; undefined for every other packet. */
export function readMarker(packet: Packet): Marker | undefined {
  if (packet.bytes[TYPE_AT] !== MARKER_TYPE) return undefined;
  const text = toText(packet.payload);
  return text === 'live' || text === 'unlogged' ? text : parsePosition(text);
}
