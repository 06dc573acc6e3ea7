import { HEADER_SIZE, SYNC, xorOf } from './codec.ts';

/** What stands where a packet may begin. */
export type Verdict = 'whole' | 'damaged' | 'no packet' | 'incomplete';

const isSync = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === SYNC[0] && bytes[at + 1] === SYNC[1] && bytes[at + 2] === SYNC[2];

/** Where the next packet may begin: at a sync, or at what may become one at the very end; the length when nowhere. */
export function findCandidate(bytes: Uint8Array, from: number): number {
  if (isSync(bytes, from)) return from;
  const found = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(SYNC, from);
  if (found !== -1) return found;
  const last = bytes.length - 1;
  if (last - 1 >= from && bytes[last - 1] === SYNC[0] && bytes[last] === SYNC[1]) return last - 1;
  return last >= from && bytes[last] === SYNC[0] ? last : bytes.length;
}

/** The packet size that the header at `at` claims; all 16 bytes of the header must be there. */
export const claimedSize = (bytes: Uint8Array, at: number): number => (bytes[at + 4]! << 8) | bytes[at + 5]!;

/** Judges a place that {@link findCandidate} found. The checksum is an XOR of bytes, so its upper byte is always 0. */
export function judge(bytes: Uint8Array, at: number): Verdict {
  if (bytes.length - at < HEADER_SIZE) return 'incomplete';
  const size = claimedSize(bytes, at);
  if (size < HEADER_SIZE || bytes[at + 6] !== 0) return 'no packet';
  if (bytes.length - at < size) return 'incomplete';
  return xorOf(bytes, at, at + size) === 0 ? 'whole' : 'damaged';
}
