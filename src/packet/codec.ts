import { concatBytes, viewOf } from '../kit/bytes.ts';
import type { Nanos } from '../kit/time.ts';
import { fromNtp, toNtp } from './ntp.ts';
import { typeNumber, type WritableType } from './types.ts';

/** The three bytes every packet begins with. */
export const SYNC = Uint8Array.of(0xa3, 0x9d, 0x7a);
export const HEADER_SIZE = 16;
export const MAX_PACKET = 0xffff;
/** The longest payload of one packet, in bytes. */
export const MAX_PAYLOAD = MAX_PACKET - HEADER_SIZE;

/** What stands in a packet's first 16 bytes, as it stands there: nothing is verified. `size` counts the header. */
export interface Header {
  readonly type: number;
  readonly size: number;
  readonly checksum: number;
  readonly time: Nanos;
}

export function readHeader(bytes: Uint8Array, at = 0): Header {
  const view = viewOf(bytes);
  return {
    type: view.getUint8(at + 3),
    size: view.getUint16(at + 4),
    checksum: view.getUint16(at + 6),
    time: fromNtp({ seconds: view.getUint32(at + 8), fraction: view.getUint32(at + 12) }),
  };
}

/** The bytes from `start` to `end`, all XORed: 0 for a whole packet that is undamaged, as its checksum is among them. */
export function xorOf(bytes: Uint8Array, start: number, end: number): number {
  const view = viewOf(bytes);
  let word = 0;
  let at = start;
  for (; at + 4 <= end; at += 4) word ^= view.getInt32(at);
  let xor = word ^ (word >>> 16);
  xor = (xor ^ (xor >>> 8)) & 0xff;
  for (; at < end; at++) xor ^= bytes[at]!;
  return xor;
}

/** Writes one packet into `target`, which must have room for it, and returns where it ends. */
export function writePacket(
  target: Uint8Array,
  at: number,
  type: WritableType,
  payload: Uint8Array,
  time: Nanos,
): number {
  const end = at + HEADER_SIZE + payload.length;
  target.set(payload, at + HEADER_SIZE);
  writeHeader(target, at, end, type, time);
  return end;
}

/** Makes the bytes from `at` to `end` a packet; its payload is there already, behind room for the header. */
export function writeHeader(target: Uint8Array, at: number, end: number, type: WritableType, time: Nanos): void {
  const view = viewOf(target);
  const { seconds, fraction } = toNtp(time);
  target.set(SYNC, at);
  view.setUint8(at + 3, typeNumber(type));
  view.setUint16(at + 4, end - at);
  view.setUint16(at + 6, 0);
  view.setUint32(at + 8, seconds);
  view.setUint32(at + 12, fraction);
  view.setUint16(at + 6, xorOf(target, at, end));
}

/** The payloads of the packets that carry `payload`: one that fills its last packet is followed by an empty one. */
export function splitPayload(payload: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (; payload.length - at >= MAX_PAYLOAD; at += MAX_PAYLOAD) parts.push(payload.subarray(at, at + MAX_PAYLOAD));
  parts.push(payload.subarray(at));
  return parts;
}

/** The bytes of a packet, or of several with the same time when the payload is too long for one. */
export function encodePacket(type: WritableType, payload: Uint8Array, time: Nanos): Uint8Array {
  return concatBytes(
    splitPayload(payload).map((part) => {
      const packet = new Uint8Array(HEADER_SIZE + part.length);
      writePacket(packet, 0, type, part, time);
      return packet;
    }),
  );
}
