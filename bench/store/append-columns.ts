import { BIGINT, DOUBLE, DuckDBDataChunk, type DuckDBType, TIMESTAMP_NS, UTINYINT } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import type { Sample } from '../../src/model/sample.ts';
import type { Column, ColumnType } from '../../src/store/columns.ts';
import type { StreamFacts } from '../../src/store/day-metadata.ts';
import { openDuck } from '../../src/store/duck.ts';
import { columnsOfFacts } from '../../src/store/stream-facts.ts';

const ROWS = 2048;
const MEMORY = 2 * 1024 ** 3;

type Block = Float64Array<ArrayBuffer> | BigInt64Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

const WHOLE = (): Block => new BigInt64Array(ROWS);
/** A velocity has columns of these types, and texts that are the same in all. */
const TYPES: Partial<Readonly<Record<ColumnType, readonly [DuckDBType, () => Block]>>> = {
  TIMESTAMP_NS: [TIMESTAMP_NS, WHOLE],
  BIGINT: [BIGINT, WHOLE],
  DOUBLE: [DOUBLE, () => new Float64Array(ROWS)],
  UTINYINT: [UTINYINT, () => new Uint8Array(ROWS)],
};

/** Fills typed arrays, copies them into DuckDB's vectors, and lets it make one file of all. */
export async function appendColumns(
  path: string,
  facts: StreamFacts,
  batches: Iterable<readonly Sample[]>,
): Promise<void> {
  using duck = await openDuck({ memory: MEMORY });
  using connection = await duck.connect();
  let filler: Filler | undefined;
  for (const samples of batches) {
    if (filler === undefined) {
      const [first] = samples;
      const all = columnsOfFacts(facts).filter(({ get, type }) => TYPES[type] && get(first!) !== undefined);
      await connection.run(`CREATE TABLE rows (${all.map(({ name, type }) => `${name} ${type}`).join(', ')})`);
      filler = fill(all, await connection.createAppender('rows'));
    }
    for (const sample of samples) filler.add(sample);
  }
  filler?.end();
  const [texts, nothing] = [`'ok' AS quality, '2026-01-01' AS log_day`, 'NULL AS device_time, NULL AS log_link'];
  await connection.run(
    `COPY (SELECT *, ${texts}, ${nothing} FROM rows) TO '${path}' (FORMAT parquet, COMPRESSION zstd)`,
  );
}

interface Filler {
  add(sample: Sample): void;
  end(): void;
}

function fill(columns: readonly Column[], appender: Awaited<ReturnType<Connection['createAppender']>>): Filler {
  const chunk = DuckDBDataChunk.create(columns.map(({ type }) => TYPES[type]![0]));
  const blocks = columns.map(({ type }) => TYPES[type]![1]());
  let rows = 0;
  const flush = (): void => {
    chunk.reset();
    chunk.rowCount = rows;
    for (const [i, { buffer, BYTES_PER_ELEMENT }] of blocks.entries()) {
      duckdb.copy_data_to_vector(duckdb.data_chunk_get_vector(chunk.chunk, i), 0, buffer, 0, rows * BYTES_PER_ELEMENT);
    }
    appender.appendDataChunk(chunk);
    rows = 0;
  };
  return {
    add(sample) {
      for (let i = 0; i < columns.length; i++) {
        const block = blocks[i]!;
        const value = columns[i]!.get(sample);
        if (block instanceof BigInt64Array) block[rows] = typeof value === 'bigint' ? value : BigInt(Number(value));
        else block[rows] = Number(value);
      }
      if (++rows === ROWS) flush();
    },
    end() {
      if (rows > 0) flush();
      appender.closeSync();
    },
  };
}

type Connection = Awaited<ReturnType<Awaited<ReturnType<typeof openDuck>>['connect']>>;
