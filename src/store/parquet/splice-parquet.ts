import { inScope } from '../../kit/scope.ts';
import { JoinedFile, type ParquetFile } from './joined-file.ts';

/** What is put together. */
export interface Splice {
  /** The file whose place the new one takes, and how many of its groups of rows stay. */
  readonly old?: ParquetFile & { readonly stay: number };
  /** Whose groups come behind them: at least one file, all of the same schema. */
  readonly more: readonly ParquetFile[];
  /** What the new file says of itself, and under which key; as the last one unless given. */
  readonly said?: readonly [key: string, value: string];
}

/**
 * Makes a Parquet file of groups of rows of others; it is on the disk when this returns. Every byte that the old file's footer speaks of
 * stands in the new file at its old place, also of groups that it has not any more. So who has read the old file's footer and opens the
 * file again to read its rows, as DuckDB does, finds them when it has been replaced in between.
 */
export const spliceParquet = ({ old, more, said }: Splice, target: string): Promise<void> =>
  inScope(async (use) => {
    const file = use(await JoinedFile.open(target));
    if (old) await file.begin(old, old.stay);
    for (const one of more) await file.add(one);
    await file.finish(said);
  });
