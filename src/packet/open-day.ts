import { open } from 'node:fs/promises';
import { describeError, ParameterError } from '../kit/errors.ts';
import { type ByteSource, fileSource } from './byte-source.ts';
import { compressedSource, DamagedLogError } from './compressed-source.ts';
import { compressedPath, logPath } from './log-days.ts';

/** Whether a file of a log is compressed, by its name. */
export const isCompressed = (path: string): boolean => path.endsWith('.zst');

const isMissing = (thrown: unknown): boolean => thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';

/** The bytes of a log's file, compressed or not. */
export async function openLogFile(path: string): Promise<ByteSource> {
  const file = await open(path, 'r');
  try {
    if (!isCompressed(path)) return fileSource(file, (await file.stat()).size);
    return await compressedSource(path, file);
  } catch (cause) {
    await file.close();
    if (cause instanceof DamagedLogError || !isCompressed(path)) throw cause;
    throw new ParameterError(
      `${path} cannot be read: ${describeError(cause)}; a file that zstd itself wrote is to be decompressed (zstd -d --rm), and will be compressed anew`,
      { cause },
    );
  }
}

/** The bytes of a day: as they were written, where that file is there, or else the compressed ones. */
export async function openDay(dir: string, day: string): Promise<ByteSource> {
  // In this order: the compressed file is there before the other one goes.
  for (const path of [logPath(dir, day), compressedPath(dir, day)]) {
    try {
      return await openLogFile(path);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  throw new ParameterError(`${dir}: the log has no file of ${day}`);
}

/** Opens a day for as long as the work takes. */
export async function withDay<T>(dir: string, day: string, work: (source: ByteSource) => Promise<T>): Promise<T> {
  const source = await openDay(dir, day);
  try {
    return await work(source);
  } finally {
    await source.close();
  }
}
