import { open, rm } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { inScope } from '../../kit/scope.ts';
import { sum } from '../../kit/sum.ts';
import type { Column } from '../columns.ts';
import { type DayMetadata, METADATA_KEY } from '../day-metadata.ts';
import type { ParquetFile } from './joined-file.ts';
import { mergeParquet, rowsInGroup, type Source } from './merge-parquet.ts';
import { columnNames, haveSameSchema, readFooter, rowsOfFile, rowsOfGroup, rowWidth } from './parquet-footer.ts';
import { spliceParquet } from './splice-parquet.ts';

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

/** Whether so many groups of rows, one behind the other, are to stay as they are. */
const areFew = (sizes: readonly number[], most: number): boolean =>
  sizes.length < ALIKE || sizes.slice(0, -1).every((size) => size > most / 2);

/** What becomes a file. */
export interface Extension {
  /** Whether it takes the place of a file, */
  readonly isLonger: boolean;
  /** of which so many rows stay. */
  readonly rows: number;
  /** Files of the rows that come behind them. None has rows of which some are provisional and others are not. */
  readonly pieces: readonly string[];
  readonly columns: readonly Column[];
  readonly metadata: DayMetadata;
}

/**
 * Makes a Parquet file of another's first rows, if there is one, and more, which can take its place under the eyes of those who read it
 * (`spliceParquet`); it is on the disk when this returns. Rows are written again only where their groups are many and small. False where
 * it cannot be: the columns differ.
 */
export const extendParquet = (
  connection: DuckDBConnection,
  path: string,
  { isLonger, rows, pieces, columns, metadata }: Extension,
  target: string,
): Promise<boolean> =>
  inScope(async (use) => {
    const openParquet = async (from: string): Promise<ParquetFile> => {
      const file = use(await open(from));
      return { file, footer: await readFooter(file) };
    };
    const old = isLonger ? await openParquet(path) : undefined;
    const tails = await Promise.all(pieces.map(openParquet));
    const isOfColumns = ({ footer }: ParquetFile): boolean => {
      const names = columnNames(footer);
      return names.length === columns.length && columns.every(({ name }, i) => name === names[i]);
    };
    const model = old ?? tails[0];
    if (model === undefined || !isOfColumns(model)) return false;
    const isAlike = ({ footer }: ParquetFile): boolean => haveSameSchema(footer, model.footer);
    const footers = [model, ...tails].map(({ footer }) => footer);
    const most = rowsInGroup(columns, rowWidth(footers));
    const counts = tails.map(({ footer }) => rowsOfFile(footer));
    const final = sum(counts) - metadata.provisional;
    const sizes = old?.footer.groups.map(rowsOfGroup) ?? [];
    const stay = stayingGroups(sizes, rows, final, most);
    const from = sum(sizes.slice(0, stay));
    if (from === rows && tails.length > 0 && tails.every(isAlike) && areFew(counts, most)) {
      const said = [METADATA_KEY, JSON.stringify(metadata)] as const;
      await spliceParquet({ ...(old && { old: { ...old, stay } }), more: tails, said }, target);
      return true;
    }
    if (old === undefined) return false;
    const make = async (name: string, sources: readonly Source[]): Promise<string> => {
      const path = `${target}.${name}`;
      use({ [Symbol.asyncDispose]: () => rm(path, { force: true }) });
      await mergeParquet(connection, sources, path, columns, metadata);
      return path;
    };
    // The rows that are written again, be it none: they have all columns that the old file has, and the others need not.
    const again = { path: await make('again', [{ path, from, to: rows }]) };
    const more = [await openParquet(await make('final', [again, ...within(pieces, counts, 0, final)]))];
    if (metadata.provisional > 0) {
      // They have a group of their own, which gives way to the next without the others.
      const sources = [{ ...again, to: 0 }, ...within(pieces, counts, final, sum(counts))];
      more.push(await openParquet(await make('provisional', sources)));
    }
    if (!more.every(isAlike)) return false;
    await spliceParquet({ old: { ...old, stay }, more }, target);
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
