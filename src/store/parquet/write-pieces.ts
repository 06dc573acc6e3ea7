import type { DuckDBConnection } from '@duckdb/node-api';
import type { Column } from '../columns.ts';
import { rowsInGroup } from './merge-parquet.ts';
import type { Page } from './page.ts';
import { type Pages, rowsOf, sizeOf } from './pages.ts';
import { pieceOfPages, writePiece } from './write-piece.ts';

/** Writes rows to files of their own in a folder, `<prefix><n>`: pieces for `extendParquet`. They are not synced. */
export async function writePieces(
  connection: DuckDBConnection,
  prefix: string,
  columns: readonly Column[],
  pages: Pages,
): Promise<string[]> {
  if (pages.length === 0) return [];
  const most = rowsInGroup(columns, sizeOf(pages) / rowsOf(pages));
  const paths: string[] = [];
  for (const group of groupsOf(pages, most)) {
    const path = `${prefix}${paths.length}`;
    await writePiece(connection, path, columns, pieceOfPages(group), most);
    paths.push(path);
  }
  return paths;
}

/** So many pages together as have no more rows, and at least one. */
function* groupsOf(pages: Pages, most: number): Generator<Pages> {
  let group: Page[] = [];
  for (const page of pages) {
    if (group.length > 0 && rowsOf(group) + page.rows > most) {
      yield group;
      group = [];
    }
    group.push(page);
  }
  yield group;
}
