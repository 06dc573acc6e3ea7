import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { withFile } from '../kit/files.ts';
import { isCompressed, openLogFile } from '../packet/open-day.ts';

/** A file to be imported, as it was found. */
export interface RecordedFile {
  readonly path: string;
  readonly size: number;
  /** When it was last changed, in ms since 1970. */
  readonly modified: number;
}

const READ = 1 << 20;

const GZIP = Buffer.from([0x1f, 0x8b]);

const beginning = (path: string): Promise<Buffer> =>
  withFile(path, 'r', async (file) => {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(GZIP.length), position: 0 });
    return buffer.subarray(0, bytesRead);
  });

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told of the bytes of the file itself; of logs of Sonde's own, before they were compressed. */
  readonly onRead?: ((bytes: Uint8Array) => void) | undefined;
}

/** A file's bytes; those of one that is compressed (gzip, and logs of Sonde's own) as they were before. */
export async function* bytesOf(path: string, { signal, onRead }: ReadOptions = {}): AsyncGenerator<Buffer> {
  if (isCompressed(path)) return yield* bytesOfLog(path, { signal, onRead });
  async function* raw(): AsyncGenerator<Buffer> {
    for await (const chunk of createReadStream(path, { highWaterMark: READ, ...(signal && { signal }) })) {
      onRead?.(chunk);
      yield chunk;
    }
  }
  if (!(await beginning(path)).equals(GZIP)) return yield* raw();
  const plain = createGunzip({ chunkSize: READ });
  // An error of either comes out of the loop.
  pipeline(raw(), plain, () => {});
  yield* plain;
}

async function* bytesOfLog(path: string, { signal, onRead }: ReadOptions): AsyncGenerator<Buffer> {
  const source = await openLogFile(path);
  try {
    for (let at = 0; at < source.size; ) {
      signal?.throwIfAborted();
      const bytes = await source.read(at, READ);
      at += bytes.length;
      onRead?.(bytes);
      yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    }
  } finally {
    await source.close();
  }
}

/** Computes a file's SHA-256 while it is read. */
export function digesting(): { readonly onRead: (bytes: Uint8Array) => void; readonly digest: () => string } {
  const hash: Hash = createHash('sha256');
  return { onRead: (bytes) => hash.update(bytes), digest: () => hash.digest('hex') };
}

/** The SHA-256 of a file, as {@link bytesOf} reads it. */
export async function digestOfFile(path: string, signal?: AbortSignal): Promise<string> {
  const { onRead, digest } = digesting();
  for await (const _ of bytesOf(path, { signal, onRead }));
  return digest();
}
