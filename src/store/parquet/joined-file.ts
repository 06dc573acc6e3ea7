import { type FileHandle, open } from 'node:fs/promises';
import {
  type Bytes,
  bytesOfGroup,
  footerBytes,
  MAGIC,
  moved,
  type ParquetFooter,
  rowsOfFile,
  rowsOfGroup,
  saying,
  type WrittenGroup,
  writeGroup,
} from './parquet-footer.ts';
import type { ThriftStruct } from './thrift-compact.ts';

/** An open Parquet file. */
export interface ParquetFile {
  readonly file: FileHandle;
  readonly footer: ParquetFooter;
}

/** So much is copied at once, in bytes. */
const BLOCK = 1024 * 1024;

/** A Parquet file that is made of the groups of rows of others of one schema, as they stand there, one file after the other. */
export class JoinedFile implements AsyncDisposable {
  readonly #file: FileHandle;
  readonly #groups: WrittenGroup[] = [];
  #end = MAGIC.length;
  #last: ParquetFooter | undefined;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async open(path: string, mode = 0o600): Promise<JoinedFile> {
    const file = await open(path, 'w', mode);
    await file.write(MAGIC, 0, MAGIC.length, 0);
    return new JoinedFile(file);
  }

  /**
   * The first: of its groups so many stay. Every byte that its footer speaks of stands at its old place, also of groups that do not stay;
   * what only an older one spoke of is left out, as a hole.
   */
  async begin({ file, footer }: ParquetFile, stay: number): Promise<void> {
    for (const bytes of joined(footer.groups.flatMap(bytesOfGroup))) await copy(file, bytes, this.#file, bytes[0]);
    for (const group of footer.groups.slice(0, stay)) this.#push(group);
    this.#end = footer.start;
  }

  async add({ file, footer }: ParquetFile): Promise<void> {
    this.#last = footer;
    if (rowsOfFile(footer) === 0) return;
    const bytes: Bytes = [MAGIC.length, footer.start];
    await copy(file, bytes, this.#file, this.#end);
    const filled = footer.groups.filter((group) => rowsOfGroup(group) > 0);
    for (const group of filled) this.#push(moved(group, this.#end - MAGIC.length));
    this.#end += footer.start - MAGIC.length;
  }

  #push(group: ThriftStruct): void {
    this.#groups.push(writeGroup(group, this.#groups.length));
  }

  /** Ends it as the last file ends, or so that it says `said` of itself: what, and before that, under which key. It is on the disk then. */
  async finish(said?: readonly [key: string, value: string]): Promise<void> {
    if (this.#last === undefined) throw new Error('a Parquet file was to be made of none');
    const footer = footerBytes(said ? saying(this.#last, ...said) : this.#last, this.#groups);
    await this.#file.write(footer, 0, footer.length, this.#end);
    await this.#file.sync();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }
}

/** Stretches that touch, as one. */
function joined(stretches: readonly Bytes[]): Bytes[] {
  const all: Bytes[] = [];
  for (const [from, to] of stretches.toSorted(([a], [b]) => a - b)) {
    const last = all.at(-1);
    if (last !== undefined && from <= last[1]) all.splice(-1, 1, [last[0], Math.max(last[1], to)]);
    else all.push([from, to]);
  }
  return all;
}

async function copy(from: FileHandle, [first, end]: Bytes, to: FileHandle, place: number): Promise<void> {
  const block = Buffer.allocUnsafe(Math.min(BLOCK, end - first));
  for (let at = first; at < end; ) {
    const { bytesRead } = await from.read({ buffer: block, length: Math.min(block.length, end - at), position: at });
    if (bytesRead === 0) throw new RangeError('a Parquet file ends before what its footer speaks of');
    await to.write(block, 0, bytesRead, place + at - first);
    at += bytesRead;
  }
}
