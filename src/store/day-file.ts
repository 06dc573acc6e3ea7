import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';

/** One day's file of lines: only whole batches of lines are ever left in it. */
export class DayFile {
  readonly day: string;
  readonly #file: FileHandle;
  #size: number;
  #synced = true;

  private constructor(day: string, file: FileHandle, size: number) {
    this.day = day;
    this.#file = file;
    this.#size = size;
  }

  static async open(folder: string, day: string): Promise<DayFile> {
    const file = await open(join(folder, `${day}.jsonl`), 'a', 0o600);
    return new DayFile(day, file, (await file.stat()).size);
  }

  async append(lines: string): Promise<void> {
    this.#synced = false;
    try {
      await this.#file.appendFile(lines);
    } catch (error) {
      await this.#file.truncate(this.#size);
      throw error;
    }
    this.#size += Buffer.byteLength(lines);
  }

  async sync(): Promise<void> {
    if (this.#synced) return;
    this.#synced = true;
    await this.#file.datasync();
  }

  async close(): Promise<void> {
    await this.sync();
    await this.#file.close();
  }
}
