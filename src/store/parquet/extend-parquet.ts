import { open, rm } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { inScope } from '../../kit/scope.ts';
import { sum } from '../../kit/sum.ts';
import type { Column } from '../columns.ts';
import type { DayMetadata } from '../day-metadata.ts';
import { readRowCounts, readRowWidth } from '../read-metadata.ts';
import { mergeParquet, rowsInGroup, type Source } from './merge-parquet.ts';
import { columnNames, haveSameSchema, readFooter, rowsOfGroup } from './parquet-footer.ts';
import { type ParquetFile, spliceParquet } from './splice-parquet.ts';

/** So many groups of rows of about one size become one: a file has few, and each row is written few times. */
const ALIKE = 16;
/** What differs by no more than this is of about one size. */
const ABOUT = 4;

/**
 * How many of a file's groups of rows stay when rows are added behind its first `rows`: all that those fill, but for small ones at the end
 * of which there are enough to be put together with what is added. None of more than half of `most` rows is touched again.
 */
export function stayingGroups(sizes: readonly number[], rows: number, added: number, most: number): number {
  let stay = 0;
  let filled = 0;
  for (; stay < sizes.length && filled + sizes[stay]! <= rows; stay += 1) filled += sizes[stay]!;
  let together = rows - filled + added;
  for (;;) {
    const largest = Math.min(together * ABOUT, most / 2);
    const alike = sizes.slice(0, stay).findLastIndex((size) => size > largest) + 1;
    if (stay - alike < ALIKE - 1) return stay;
    together += sum(sizes.slice(alike, stay));
    stay = alike;
  }
}

/** What is added to a file. */
export interface Extension {
  /** So many of its rows stay. */
  readonly rows: number;
  /** Files of those that come behind them. */
  readonly pieces: readonly string[];
  readonly columns: readonly Column[];
  readonly metadata: DayMetadata;
}

/**
 * Makes a Parquet file of another's first rows and more, which can take its place under the eyes of those who read it
 * (`spliceParquet`); it is on the disk when this returns. False where it cannot be: the columns differ.
 */
export const extendParquet = (
  connection: DuckDBConnection,
  path: string,
  { rows, pieces, columns, metadata }: Extension,
  target: string,
): Promise<boolean> =>
  inScope(async (use) => {
    const openParquet = async (from: string): Promise<ParquetFile> => {
      const file = use(await open(from));
      return { file, footer: await readFooter(file) };
    };
    const old = await openParquet(path);
    const names = columnNames(old.footer);
    if (names.length !== columns.length || columns.some(({ name }, i) => name !== names[i])) return false;
    const sizes = old.footer.groups.map(rowsOfGroup);
    const counts = await readRowCounts(connection, pieces);
    const final = sum(counts) - metadata.provisional;
    const most = rowsInGroup(columns, await readRowWidth(connection, [path, ...pieces]));
    const stay = stayingGroups(sizes, rows, final, most);
    const from = sum(sizes.slice(0, stay));
    const tails: ParquetFile[] = [];
    const make = async (name: string, sources: readonly Source[]): Promise<string> => {
      const path = `${target}.${name}`;
      use({ [Symbol.asyncDispose]: () => rm(path, { force: true }) });
      await mergeParquet(connection, sources, path, columns, metadata);
      return path;
    };
    // The rows that are written again, be it none: they have all columns that the old file has, and the others need not.
    const again = { path: await make('again', [{ path, from, to: rows }]) };
    tails.push(await openParquet(await make('final', [again, ...within(pieces, counts, 0, final)])));
    if (metadata.provisional > 0) {
      // They have a group of their own, which gives way to the next without the others.
      const sources = [{ ...again, to: 0 }, ...within(pieces, counts, final, sum(counts))];
      tails.push(await openParquet(await make('provisional', sources)));
    }
    if (!tails.every(({ footer }) => haveSameSchema(footer, old.footer))) return false;
    await spliceParquet(old, stay, tails, target);
    return true;
  });

/** The rows `from` one to before another of files one behind the other. */
function within(paths: readonly string[], counts: readonly number[], from: number, to: number): Source[] {
  const sources: Source[] = [];
  let start = 0;
  for (const [i, path] of paths.entries()) {
    const own = { from: Math.max(0, from - start), to: Math.min(counts[i]!, to - start) };
    if (own.from < own.to) sources.push({ path, ...own });
    start += counts[i]!;
  }
  return sources;
}
