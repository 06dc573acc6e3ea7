import type { DuckDBConnection } from '@duckdb/node-api';
import type { Sample } from '../../model/sample.ts';
import type { Column } from '../columns.ts';
import { appendChunks, type Chunk } from './append-chunks.ts';
import { type Block, makeBlock } from './blocks.ts';
import { ROWS } from './room.ts';

/** What columns are filled in; kept by who appends again and again, since those of long lists are large. */
export type Blocks = Map<Column, Block>;

/** Adds samples to a table of this connection's own, in the order in which they are given; makes it where it is not there. */
export const appendSamples = (
  connection: DuckDBConnection,
  table: string,
  columns: readonly Column[],
  samples: readonly Sample[],
): Promise<void> => appendChunks(connection, table, columns, chunksOf(samples));

/** Samples, as many at once as DuckDB takes. */
export function* chunksOf(samples: readonly Sample[], kept: Blocks = new Map()): Generator<Chunk> {
  for (let at = 0; at < samples.length; at += ROWS) {
    const end = Math.min(samples.length, at + ROWS);
    yield {
      rows: end - at,
      copyTo(bindings, column, vector) {
        const block = kept.get(column) ?? makeBlock(column.type);
        kept.set(column, block);
        for (let row = at; row < end; row++) block.put(column.get(samples[row]!));
        block.copyTo(bindings, vector);
        block.clear();
      },
    };
  }
}
