import type { FileHandle } from 'node:fs/promises';
import { concatBytes } from '../kit/bytes.ts';

/** The bytes of a log's day, wherever they are kept. What was read is not changed afterwards. */
export interface ByteSource {
  /** How many there are; of a file that grows, when it was opened. */
  readonly size: number;
  /** The bytes from `at` on: at most so many, and none only at the end. */
  read(at: number, most: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** A file's own bytes. */
export const fileSource = (file: FileHandle, size = Number.POSITIVE_INFINITY): ByteSource => ({
  size,
  async read(at, most) {
    const buffer = Buffer.allocUnsafeSlow(most);
    const { bytesRead } = await file.read(buffer, 0, most, at);
    return buffer.subarray(0, bytesRead);
  },
  close: () => file.close(),
});

/** All the bytes from `at` on, as far as there are so many. */
export async function readFully(source: ByteSource, at: number, count: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (let missing = count; missing > 0; ) {
    const part = await source.read(at + count - missing, missing);
    if (part.length === 0) break;
    parts.push(part);
    missing -= part.length;
  }
  return parts.length === 1 ? parts[0]! : concatBytes(parts);
}
