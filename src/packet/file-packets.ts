import type { FileHandle } from 'node:fs/promises';
import { type Packet, PacketDecoder } from './decoder.ts';
import type { Generation } from './types.ts';

const READ = 256 * 1024;

export interface FilePacketsOptions {
  readonly generation?: Generation | undefined;
  /** Offset to begin at. */
  readonly from?: number;
  /** Offset to end before; the end of the file unless given. */
  readonly to?: number;
  /** Whether the file is still written to: an incomplete packet at its end is then left for later, and nothing inside it comes out. */
  readonly growing?: boolean;
  /** As of {@link PacketDecoder}, but without end unless given. */
  readonly patience?: number;
}

/** The packets of a log's file, in large reads; each says its offset in the file. Damaged stretches are passed over. */
export async function* filePackets(file: FileHandle, options: FilePacketsOptions = {}): AsyncGenerator<Packet[]> {
  const { generation = 'newest', patience = Number.POSITIVE_INFINITY } = options;
  const { from = 0, to = Number.POSITIVE_INFINITY, growing = false } = options;
  const decoder = new PacketDecoder({ generation, offset: from, patience });
  for (let at = from; at < to; ) {
    const buffer = Buffer.allocUnsafeSlow(Math.min(READ, to - at));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) break;
    at += bytesRead;
    const packets = decoder.push(buffer.subarray(0, bytesRead));
    if (packets.length > 0) yield packets;
  }
  if (growing) return;
  const packets = decoder.end();
  if (packets.length > 0) yield packets;
}
