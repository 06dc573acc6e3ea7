import { promisify } from 'node:util';
import { constants, zstdCompressSync, zstdDecompress } from 'node:zlib';

const decompress = promisify(zstdDecompress);

/** How many bytes of a day one frame holds: as much as is decompressed to read one of them. */
export const FRAME = 1 << 20;

/** Each frame carries a checksum of its own bytes. */
const PARAMS = { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 };

/** One whole zstd frame. It takes its 5 ms at once: to be called in a thread that nothing else waits for. */
export const compressFrame = (bytes: Uint8Array): Uint8Array =>
  zstdCompressSync(bytes, { params: PARAMS, pledgedSrcSize: bytes.length });

/** The bytes that a frame holds, of which there must be `length`; rejects when it is damaged. */
export async function decompressFrame(frame: Uint8Array, length: number): Promise<Uint8Array> {
  const bytes = await decompress(frame, { maxOutputLength: Math.max(1, length), chunkSize: Math.max(64, length) });
  if (bytes.length !== length) throw new Error(`it holds ${bytes.length} bytes where ${length} should be`);
  return bytes;
}
