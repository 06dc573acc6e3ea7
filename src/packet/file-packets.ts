import type { ByteSource } from './byte-source.ts';
import { DamagedLogError, type LostStretch } from './compressed-source.ts';
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
  /** Is told of stretches that cannot be read, which are then passed over; without it the first of them ends the reading with its error. */
  readonly onLost?: ((lost: DamagedLogError) => void) | undefined;
}

/** The packets of a log's file, in large reads; each says its offset in the file. Damaged packets are passed over. */
export async function* filePackets(source: ByteSource, options: FilePacketsOptions = {}): AsyncGenerator<Packet[]> {
  const { generation = 'newest', patience = Number.POSITIVE_INFINITY } = options;
  const { from = 0, to = Number.POSITIVE_INFINITY, growing = false, onLost } = options;
  const decoderAt = (offset: number) => new PacketDecoder({ generation, offset, patience });
  let decoder = decoderAt(from);
  for (let at = from; at < to; ) {
    const bytes = await readOver(source, at, Math.min(READ, to - at), onLost);
    if ('lost' in bytes) {
      const packets = decoder.end();
      if (packets.length > 0) yield packets;
      at = bytes.lost.to;
      decoder = decoderAt(at);
      continue;
    }
    if (bytes.length === 0) break;
    at += bytes.length;
    const packets = decoder.push(bytes);
    if (packets.length > 0) yield packets;
  }
  if (growing) return;
  const packets = decoder.end();
  if (packets.length > 0) yield packets;
}

/** The next bytes, or the stretch that is lost in their place. */
async function readOver(
  source: ByteSource,
  at: number,
  most: number,
  onLost: FilePacketsOptions['onLost'],
): Promise<Uint8Array | { readonly lost: LostStretch }> {
  try {
    return await source.read(at, most);
  } catch (error) {
    if (onLost === undefined || !(error instanceof DamagedLogError)) throw error;
    onLost(error);
    return { lost: error.lost };
  }
}
