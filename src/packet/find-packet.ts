import { type ByteSource, readFully } from './byte-source.ts';
import { claimedSize, findCandidate, judge } from './candidate.ts';
import { MAX_PACKET } from './codec.ts';

/**
 * Where the packet begins that the byte at `offset` belongs to; `offset` itself when it belongs to none. Payloads may contain
 * packets, so the outermost whole packet counts: no packet of the log itself stands inside another.
 */
export async function startOfPacket(source: ByteSource, offset: number): Promise<number> {
  const from = Math.max(0, offset - MAX_PACKET);
  const bytes = await readFully(source, from, offset - from + MAX_PACKET);
  const wanted = offset - from;
  for (let at = findCandidate(bytes, 0); at < wanted; at = findCandidate(bytes, at + 1)) {
    if (judge(bytes, at) === 'whole' && at + claimedSize(bytes, at) > wanted) return from + at;
  }
  return offset;
}
