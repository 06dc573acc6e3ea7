import { createHash } from 'node:crypto';
import { type FileHandle, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder, withFile } from '../kit/files.ts';
import { fileSource, readFully } from './byte-source.ts';
import { compressedSource } from './compressed-source.ts';
import { readDigest, writeDigest } from './digest.ts';
import { compressFrame, FRAME } from './frames.ts';
import { compressedPath, logPath } from './log-days.ts';
import { encodeSeekTable, type Frame } from './seek-table.ts';

/** What became of a day: bytes as they were logged, and as they are stored now. */
export interface Compressed {
  readonly bytes: number;
  readonly stored: number;
}

interface Digests {
  readonly plain: string;
  readonly stored: string;
}

/**
 * Replaces a closed day's file by a compressed one that holds the very same bytes (the seekable format of zstd), each with its
 * digest. The new file is read back before it takes its place, and the old one goes last: whenever this ends, a whole file is there.
 * Rejects, and leaves everything as it was, where the day does not fit the digest beside it, or what was written cannot be read back.
 */
export async function compressDay(dir: string, day: string, signal?: AbortSignal): Promise<Compressed> {
  const [plain, compressed] = [logPath(dir, day), compressedPath(dir, day)];
  const temporary = join(dir, `.${day}.datalog.zst.tmp`);
  try {
    const { digests, ...made } = await withFile(plain, 'r', (from) => write(from, temporary, signal));
    const noted = await readDigest(plain);
    if (noted !== undefined && noted !== digests.plain)
      throw new Error(`${plain} is not what it was when its digest was taken: ${noted} then, ${digests.plain} now`);
    const readBack = await digestWithin(temporary, signal);
    if (readBack !== digests.plain) throw new Error(`${temporary} does not hold what was written to it`);
    await writeDigest(plain, digests.plain);
    await writeDigest(compressed, digests.stored);
    await rename(temporary, compressed);
    await syncFolder(dir);
    await rm(plain);
    await syncFolder(dir);
    return made;
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Compresses a file into a new one that is safe on the disk when this resolves. */
const write = (from: FileHandle, to: string, signal: AbortSignal | undefined) =>
  withFile(to, 'w', async (file): Promise<Compressed & { readonly digests: Digests }> => {
    await file.chmod(0o600);
    const [plain, stored] = [createHash('sha256'), createHash('sha256')];
    const source = fileSource(from);
    const frames: Pick<Frame, 'size' | 'length'>[] = [];
    let [bytes, size] = [0, 0];
    const put = async (piece: Uint8Array): Promise<void> => {
      stored.update(piece);
      size += piece.length;
      await file.writeFile(piece);
    };
    for (;;) {
      signal?.throwIfAborted();
      const piece = await readFully(source, bytes, FRAME);
      if (piece.length === 0) break;
      plain.update(piece);
      const frame = compressFrame(piece);
      frames.push({ size: frame.length, length: piece.length });
      await put(frame);
      bytes += piece.length;
    }
    await put(encodeSeekTable(frames));
    await file.sync();
    return { bytes, stored: size, digests: { plain: plain.digest('hex'), stored: stored.digest('hex') } };
  });

/** The digest of the bytes that a compressed file holds. */
const digestWithin = (path: string, signal: AbortSignal | undefined): Promise<string> =>
  withFile(path, 'r', async (file) => {
    const source = await compressedSource(path, file);
    const hash = createHash('sha256');
    for (let at = 0; at < source.size; ) {
      signal?.throwIfAborted();
      const piece = await source.read(at, FRAME);
      hash.update(piece);
      at += piece.length;
    }
    return hash.digest('hex');
  });
