import type { DuckDBConnection } from '@duckdb/node-api';
import type { Sample } from '../../model/sample.ts';
import type { Column } from '../columns.ts';
import { named } from '../duck.ts';
import { appendChunks, type Chunk } from './append-chunks.ts';
import { type Blocks, chunksOf } from './append-samples.ts';
import { copy } from './merge-parquet.ts';
import type { Pages } from './pages.ts';
import { sameInAll, sameInPages } from './same-in-all.ts';

/** Rows on their way into a file of their own. */
interface Piece {
  readonly chunks: Iterable<Chunk>;
  /** What all have in a column, in SQL; `undefined` where they differ. */
  readonly same: (column: Column) => string | undefined;
}

/** Rows of a stream as a piece. */
export const pieceOfPages = (pages: Pages): Piece => ({
  chunks: pages,
  same: (column) => sameInPages(column, pages),
});

/** Samples as a piece. */
export const pieceOfSamples = (samples: readonly Sample[], blocks?: Blocks): Piece => ({
  chunks: chunksOf(samples, blocks),
  same: (column) => sameInAll(column, samples),
});

const TABLE = 'piece';

/** What is the same in all rows is said once, beside a table of what is not. A group has no more than so many `rows`. */
export async function writePiece(
  connection: DuckDBConnection,
  path: string,
  columns: readonly Column[],
  { chunks, same }: Piece,
  rows: number,
): Promise<void> {
  const said = columns.map(same);
  const varying = columns.filter((_, i) => said[i] === undefined);
  const selected = columns.map(({ name }, i) => (said[i] === undefined ? named(name) : `${said[i]} AS ${named(name)}`));
  await appendChunks(connection, TABLE, varying, chunks);
  try {
    await copy(connection, `(SELECT ${selected.join(', ')} FROM ${TABLE})`, path, [`ROW_GROUP_SIZE ${rows}`]);
  } finally {
    await connection.run(`DROP TABLE ${TABLE}`);
  }
}
