import { constants, write, writeSync, writev, writevSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { asError } from '../kit/errors.ts';
import { syncFolder } from '../kit/files.ts';
import { logPath } from './log-days.ts';
import { type PromptDisk, processDisk } from './prompt-disk.ts';

/**
 * How something is written: where it is little and the disk is prompt, before anything else is done; `apart`, by another thread while
 * this one goes on; or `durable`, apart and brought to the disk.
 */
export type WriteManner = 'prompt' | 'apart' | 'durable';

/** From how many bytes on another thread writes them: copying them takes longer than waking it. */
const MUCH = 16 << 10;

/** What became of a write: how many bytes are in the file, and why not all. */
export interface WriteResult {
  readonly written: number;
  readonly error?: Error;
}

function writeAtOnce(fd: number, pieces: readonly Uint8Array[], position: number): number {
  const [first, ...more] = pieces;
  if (first !== undefined && more.length === 0) return writeSync(fd, first, 0, first.length, position);
  return writevSync(fd, pieces, position);
}

/** Resolves to how many bytes were written. Without the promises of `node:fs/promises`, which cost half as much again. */
const writeApart = (fd: number, pieces: readonly Uint8Array[], position: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const done = (error: Error | null, written: number): void => (error ? reject(error) : resolve(written));
    const [first, ...more] = pieces;
    if (first !== undefined && more.length === 0) write(fd, first, 0, first.length, position, done);
    else writev(fd, pieces, position, done);
  });

/** What is left of the pieces behind their first `count` bytes. */
function restOf(pieces: readonly Uint8Array[], count: number): readonly Uint8Array[] {
  const first = pieces.findIndex(({ length }) => {
    if (count < length) return true;
    count -= length;
    return false;
  });
  return first === -1 ? [] : [pieces[first]!.subarray(count), ...pieces.slice(first + 1)];
}

/** One day's file, open for appending. What is written counts only once it is accepted; the rest can be cut off. */
export class LogFile {
  readonly day: string;
  readonly #handle: FileHandle;
  #size: number;
  #unsynced = false;
  #syncing: Promise<void> = Promise.resolve();
  /** The disk is at work on this file: a write may have to wait for it. */
  #isSyncing = false;
  readonly #disk: PromptDisk;

  private constructor(day: string, handle: FileHandle, size: number, disk: PromptDisk) {
    this.day = day;
    this.#handle = handle;
    this.#size = size;
    this.#disk = disk;
  }

  /** Creates the file, private to its owner, where there is none. */
  static async open(dir: string, day: string, disk: PromptDisk = processDisk): Promise<LogFile> {
    const handle = await open(logPath(dir, day), constants.O_RDWR | constants.O_CREAT, 0o600);
    try {
      const { size } = await handle.stat();
      if (size === 0) await syncFolder(dir);
      return new LogFile(day, handle, size, disk);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Where the next packet will stand. */
  get size(): number {
    return this.#size;
  }

  /** Writes behind what was accepted. Never rejects. */
  async write(pieces: readonly Uint8Array[], manner: WriteManner): Promise<WriteResult> {
    const { fd } = this.#handle;
    const atOnce = manner === 'prompt' && this.#isQuick(pieces);
    let written = 0;
    try {
      for (let rest = pieces; rest.length > 0; ) {
        const at = this.#size + written;
        const count = atOnce ? this.#disk.watch(() => writeAtOnce(fd, rest, at)) : await writeApart(fd, rest, at);
        written += count;
        rest = restOf(rest, count);
      }
    } catch (thrown) {
      return { written, error: asError(thrown) };
    }
    try {
      if (manner === 'durable') await this.#handle.datasync();
      return { written };
    } catch (thrown) {
      return { written: 0, error: asError(thrown) };
    }
  }

  #isQuick(pieces: readonly Uint8Array[]): boolean {
    if (this.#isSyncing || !this.#disk.isPrompt) return false;
    let bytes = 0;
    for (const { length } of pieces) bytes += length;
    return bytes < MUCH;
  }

  accept(count: number): void {
    this.#size += count;
    this.#unsynced ||= count > 0;
  }

  /** Cuts off what was written and not accepted. */
  cut(): Promise<void> {
    return this.#handle.truncate(this.#size);
  }

  /** Brings what was accepted to the disk; does nothing when nothing is new. */
  sync(): Promise<void> {
    const turn = this.#syncing.then(async () => {
      if (!this.#unsynced) return;
      this.#unsynced = false;
      this.#isSyncing = true;
      try {
        await this.#handle.datasync();
      } catch (error) {
        this.#unsynced = true;
        throw error;
      } finally {
        this.#isSyncing = false;
      }
    });
    this.#syncing = turn.catch(() => {});
    return turn;
  }

  async close(): Promise<void> {
    await this.#syncing;
    await this.#handle.close();
  }
}
