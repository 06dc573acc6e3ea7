/** Proves that a frame arrived whole, and seals one that is made. */
export interface Checksum {
  readonly name: string;
  verify(frame: Uint8Array): boolean;
  /** Writes the checksum into its place. */
  seal(frame: Uint8Array): void;
}

function sumOfWords(seed: number, frame: Uint8Array): number {
  let sum = seed;
  for (let i = 0; i + 3 < frame.length; i += 2) sum += frame[i]! | (frame[i + 1]! << 8);
  return sum & 0xffff;
}

/** The sum of all little-endian 16-bit words before the last one, plus a seed, stands in the last one. */
export const wordSum = (seed: number): Checksum => ({
  name: `sum of 16-bit words + 0x${seed.toString(16)}`,
  verify: (frame) => (frame[frame.length - 2]! | (frame[frame.length - 1]! << 8)) === sumOfWords(seed, frame),
  seal(frame) {
    const sum = sumOfWords(seed, frame);
    frame[frame.length - 2] = sum & 0xff;
    frame[frame.length - 1] = sum >> 8;
  },
});
