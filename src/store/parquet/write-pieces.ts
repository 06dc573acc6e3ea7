import type { DuckDBConnection } from '@duckdb/node-api';
import type { Column } from '../columns.ts';
import { named } from '../duck.ts';
import { appendChunks } from './append-chunks.ts';
import { copy, rowsInGroup } from './merge-parquet.ts';
import type { Page } from './page.ts';
import { type Pages, rowsOf, sizeOf } from './pages.ts';
import { sameInPages } from './same-in-all.ts';

const TABLE = 'piece';

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
    await writePiece(connection, path, columns, group, most);
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

/** What is the same in all rows is said once, beside a table of what is not. */
async function writePiece(
  connection: DuckDBConnection,
  path: string,
  columns: readonly Column[],
  pages: Pages,
  most: number,
): Promise<void> {
  const same = columns.map((column) => sameInPages(column, pages));
  const varying = columns.filter((_, i) => same[i] === undefined);
  const selected = columns.map(({ name }, i) => (same[i] === undefined ? named(name) : `${same[i]} AS ${named(name)}`));
  await appendChunks(connection, TABLE, varying, pages);
  try {
    await copy(connection, `(SELECT ${selected.join(', ')} FROM ${TABLE})`, path, [`ROW_GROUP_SIZE ${most}`]);
  } finally {
    await connection.run(`DROP TABLE ${TABLE}`);
  }
}
