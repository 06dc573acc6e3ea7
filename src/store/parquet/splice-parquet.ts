import { type FileHandle, open } from 'node:fs/promises';
import { inScope } from '../../kit/scope.ts';
import {
  type Bytes,
  bytesOfGroup,
  footerBytes,
  MAGIC,
  moved,
  type ParquetFooter,
  rowsOfGroup,
  saying,
} from './parquet-footer.ts';

/** An open Parquet file. */
export interface ParquetFile {
  readonly file: FileHandle;
  readonly footer: ParquetFooter;
}

/** So much is copied at once, in bytes. */
const BLOCK = 1024 * 1024;

/** What is put together. */
export interface Splice {
  /** The file whose place the new one takes, and how many of its groups of rows stay. */
  readonly old?: ParquetFile & { readonly stay: number };
  /** Whose groups come behind them: at least one file, all of the same schema. */
  readonly more: readonly ParquetFile[];
  /** What the new file says of itself, and under which key. */
  readonly said?: readonly [key: string, value: string];
}

/**
 * Makes a Parquet file of groups of rows of others, as they stand there; it is on the disk when this returns. Every byte that the old file's footer speaks of stands in the new file at its old place, also of groups that it has not
 * any more; what only an older one spoke of is left out, as a hole. So who has read the old file's footer and opens the file again to
 * read its rows, as DuckDB does, finds them when it has been replaced in between.
 */
export const spliceParquet = ({ old, more, said }: Splice, target: string): Promise<void> =>
  inScope(async (use) => {
    const file = use(await open(target, 'w', 0o600));
    await file.write(MAGIC, 0, MAGIC.length, 0);
    const standing = old?.footer.groups ?? [];
    for (const bytes of joined(standing.flatMap(bytesOfGroup))) await copy(old!.file, bytes, file, bytes[0]);
    const all = standing.slice(0, old?.stay);
    let end = old?.footer.start ?? MAGIC.length;
    for (const { file: from, footer } of more) {
      await copy(from, [MAGIC.length, footer.start], file, end);
      const filled = footer.groups.filter((group) => rowsOfGroup(group) > 0);
      all.push(...filled.map((group) => moved(group, end - MAGIC.length)));
      end += footer.start - MAGIC.length;
    }
    const last = more.at(-1)!.footer;
    const footer = footerBytes(said ? saying(last, ...said) : last, all);
    await file.write(footer, 0, footer.length, end);
    await file.sync();
  });

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
  const block = Buffer.alloc(Math.min(BLOCK, end - first));
  for (let at = first; at < end; ) {
    const { bytesRead } = await from.read({ buffer: block, length: Math.min(block.length, end - at), position: at });
    if (bytesRead === 0) throw new RangeError('a Parquet file ends before what its footer speaks of');
    await to.write(block, 0, bytesRead, place + at - first);
    at += bytesRead;
  }
}
