import type { Nanos } from '../kit/time.ts';
import { HEADER_SIZE, writePacket } from './codec.ts';
import type { Packet } from './decoder.ts';
import type { WritableType } from './types.ts';

/** A packet that waits to be written. */
export interface Entry {
  readonly type: WritableType;
  readonly payload: Uint8Array;
  readonly time: Nanos;
  /** The day whose file it belongs in. */
  readonly day: string;
}

export const entrySize = (entry: Entry): number => HEADER_SIZE + entry.payload.length;

/** Packets in one stretch of bytes, to be written at once. `offset` is where that will stand in the file. */
export interface Batch {
  readonly bytes: Uint8Array;
  readonly packets: readonly Packet[];
}

export function encodeBatch(entries: readonly Entry[], offset: number): Batch {
  const bytes = new Uint8Array(entries.reduce((sum, entry) => sum + entrySize(entry), 0));
  let at = 0;
  const packets = entries.map(({ type, payload, time }): Packet => {
    const start = at;
    at = writePacket(bytes, start, type, payload, time);
    return {
      type,
      time,
      payload: bytes.subarray(start + HEADER_SIZE, at),
      bytes: bytes.subarray(start, at),
      offset: offset + start,
      size: at - start,
    };
  });
  return { bytes, packets };
}

/** How many packets of a batch are whole in its first `written` bytes, and how many bytes those are. */
export function wholePackets({ packets }: Batch, written: number): { count: number; bytes: number } {
  let count = 0;
  let bytes = 0;
  for (const { size } of packets) {
    if (bytes + size > written) break;
    bytes += size;
    count++;
  }
  return { count, bytes };
}
