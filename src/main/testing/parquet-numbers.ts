import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openDuck, quoted } from '../../store/duck.ts';

/** The numbers of a numbered device in the Parquet files of its stream, in their order, as somebody else's DuckDB reads them. */
export async function parquetNumbers(folder: string): Promise<number[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^\d.*\.parquet$/.test(name));
  if (names.length === 0) return [];
  using duck = await openDuck({ memory: 128 * 1024 * 1024, threads: 1 });
  const connection = await duck.connect();
  try {
    const found = await connection.runAndReadAll(`SELECT pressure FROM ${quoted(join(folder, '*.parquet'))}`);
    return found.getRows().map(([number]) => Number(number));
  } finally {
    connection.closeSync();
  }
}
