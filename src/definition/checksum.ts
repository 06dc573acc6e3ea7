import { viewOf } from '../kit/bytes.ts';

/** Proves that a frame arrived whole, and seals one that is made. */
export interface Checksum {
  /** What people call it. */
  readonly name: string;
  /** Whether the bytes from `start` to `end` are a whole frame; all of them where nothing is said. */
  verify(bytes: Uint8Array, start?: number, end?: number): boolean;
  /** Writes the checksum into its place. */
  seal(frame: Uint8Array): void;
}

function sumOfWords(seed: number, bytes: Uint8Array, start: number, end: number): number {
  let sum = seed;
  for (let i = start; i + 3 < end; i += 2) sum += bytes[i]! | (bytes[i + 1]! << 8);
  return sum & 0xffff;
}

/** The sum of all little-endian 16-bit words before the last one, plus a seed, stands in the last one. */
export const wordSum = (seed: number): Checksum => ({
  name: `sum of 16-bit words + 0x${seed.toString(16)}`,
  verify: (bytes, start = 0, end = bytes.length) =>
    end - start >= 2 && (bytes[end - 2]! | (bytes[end - 1]! << 8)) === sumOfWords(seed, bytes, start, end),
  seal(frame) {
    const sum = sumOfWords(seed, frame, 0, frame.length);
    frame[frame.length - 2] = sum & 0xff;
    frame[frame.length - 1] = sum >> 8;
  },
});

/** The sum of all bytes before the last two stands in these, little-endian. */
export const byteSum: Checksum = {
  name: 'sum of bytes',
  verify: (bytes, start = 0, end = bytes.length) =>
    end - start >= 2 && (bytes[end - 2]! | (bytes[end - 1]! << 8)) === sumOfBytes(bytes, start, end - 2),
  seal(frame) {
    const sum = sumOfBytes(frame, 0, frame.length - 2);
    frame[frame.length - 2] = sum & 0xff;
    frame[frame.length - 1] = sum >> 8;
  },
};

/** Four bytes at a time: the odd and the even ones are summed up side by side in one word, until that may run over. */
function sumOfBytes(bytes: Uint8Array, start: number, end: number): number {
  const view = viewOf(bytes);
  let sum = 0;
  let at = start;
  while (at + 4 <= end) {
    const stop = Math.min(end - 3, at + 4 * PAIRS);
    let pairs = 0;
    for (; at < stop; at += 4) {
      const word = view.getInt32(at, true);
      pairs += (word & 0x00ff00ff) + ((word >>> 8) & 0x00ff00ff);
    }
    sum += (pairs & 0xffff) + (pairs >>> 16);
  }
  for (; at < end; at++) sum += bytes[at]!;
  return sum & 0xffff;
}

/** So many words of four bytes fit into two sums of 16 bits: 2 × 255 × 64 is below 2¹⁵, so that a word of both is a small number. */
const PAIRS = 64;
