import type { Nanos } from '../kit/time.ts';
import { joinViews } from '../kit/views.ts';
import { HEADER_SIZE, writeHeader } from './codec.ts';
import type { Packet } from './decoder.ts';
import type { WritableType } from './types.ts';

/** A packet that waits to be written. */
export interface Entry {
  readonly type: WritableType;
  readonly payload: Uint8Array;
  readonly time: Nanos;
  /** The day whose file it belongs in. */
  readonly day: string;
  /** How many bytes are free in front of the payload: where the header has room there, nothing is copied. */
  readonly room?: number;
}

export const entrySize = (entry: Entry): number => HEADER_SIZE + entry.payload.length;

/** Packets that are to be written at once, one behind the other. */
export interface Batch {
  /** Their bytes, in few pieces. */
  readonly pieces: readonly Uint8Array[];
  /** `offset` is where each will stand in the file. */
  readonly packets: readonly Packet[];
}

const isInPlace = ({ room = 0 }: Entry): boolean => room >= HEADER_SIZE;

/** Memory for packets that are copied together; for few bytes, a part of what others get theirs from too. */
function memoryFor(entries: readonly Entry[]): Uint8Array {
  let size = 0;
  for (const entry of entries) if (!isInPlace(entry)) size += entrySize(entry);
  const { buffer, byteOffset } = Buffer.allocUnsafe(size);
  return new Uint8Array(buffer, byteOffset, size);
}

export function encodeBatch(entries: readonly Entry[], offset: number): Batch {
  const memory = memoryFor(entries);
  let copied = 0;
  let end = offset;
  const packets = entries.map((entry): Packet => {
    const { type, payload, time } = entry;
    const size = entrySize(entry);
    let bytes: Uint8Array;
    if (isInPlace(entry)) bytes = new Uint8Array(payload.buffer, payload.byteOffset - HEADER_SIZE, size);
    else {
      bytes = memory.subarray(copied, copied + size);
      bytes.set(payload, HEADER_SIZE);
      copied += size;
    }
    writeHeader(bytes, 0, size, type, time);
    end += size;
    return { type, time, payload: bytes.subarray(HEADER_SIZE), bytes, offset: end - size, size };
  });
  return { pieces: joinViews(packets.map(({ bytes }) => bytes)), packets };
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
