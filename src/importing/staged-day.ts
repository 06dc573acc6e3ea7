import { copyFile, type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, syncFolder } from '../kit/files.ts';
import { HEADER_SIZE, splitPayload, writePacket } from '../packet/codec.ts';
import type { Piece } from './pieces.ts';

const BUFFER = 1 << 20;

export const stagedPath = (folder: string, day: string): string => join(folder, `${day}.datalog`);

/** The file of a day, until it is whole and comes into the log: nobody else sees it before. */
export class StagedDay {
  readonly day: string;
  readonly #file: FileHandle;
  readonly #buffer = Buffer.allocUnsafeSlow(2 * BUFFER);
  #filled = 0;
  #size: number;

  private constructor(day: string, file: FileHandle, size: number) {
    this.day = day;
    this.#file = file;
    this.#size = size;
  }

  /** Goes on behind the first `bytes`; `before` is a file to begin with a copy of. */
  static async open(folder: string, day: string, bytes: number, before?: string): Promise<StagedDay> {
    const path = stagedPath(folder, day);
    await makeFolder(folder);
    if (before !== undefined) await copyFile(before, path);
    else if (bytes === 0) await rm(path, { force: true });
    const file = await open(path, bytes === 0 ? 'w+' : 'r+', 0o600);
    try {
      const { size } = await file.stat();
      if (size < bytes) throw new Error(`${path} has ${size} bytes, and ${bytes} were written: it was cut`);
      await file.truncate(bytes);
      await syncFolder(folder);
      return new StagedDay(day, file, bytes);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** With what is not written yet. */
  get size(): number {
    return this.#size + this.#filled;
  }

  async append({ type, payload, time }: Piece): Promise<void> {
    for (const part of splitPayload(payload)) {
      if (this.#filled + HEADER_SIZE + part.length > this.#buffer.length) await this.#write();
      this.#filled = writePacket(this.#buffer, this.#filled, type, part, time);
    }
  }

  /** Brings what was appended to the disk. */
  async sync(): Promise<void> {
    await this.#write();
    await this.#file.datasync();
  }

  async #write(): Promise<void> {
    for (let at = 0; at < this.#filled; ) {
      at += (await this.#file.write(this.#buffer, at, this.#filled - at, this.#size + at)).bytesWritten;
    }
    this.#size += this.#filled;
    this.#filled = 0;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}
