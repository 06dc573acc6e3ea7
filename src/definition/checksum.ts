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

function sumOfBytes(bytes: Uint8Array, start: number, end: number): number {
  let sum = 0;
  for (let i = start; i < end; i++) sum += bytes[i]!;
  return sum & 0xffff;
}
