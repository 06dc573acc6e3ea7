import { basename, join } from 'node:path';
import { openDuck, quoted } from '../../src/store/duck.ts';

/** The temperatures in the files of every instrument, in the order of its log; by its id. */
export async function storedValues(data: string): Promise<ReadonlyMap<string, readonly number[]>> {
  using duck = await openDuck();
  using connection = await duck.connect();
  const files = quoted(join(data, '*', 'samples', 'ctd', '*.parquet'));
  const rows = await connection.runAndReadAll(
    `SELECT filename, temp FROM read_parquet(${files}, filename = true) ORDER BY filename, log_day, log_offset`,
  );
  const stored = new Map<string, number[]>();
  for (const [file, value] of rows.getRowsJS()) {
    const id = basename(join(String(file), '../../..'));
    const values = stored.get(id) ?? [];
    values.push(Number(value));
    stored.set(id, values);
  }
  return stored;
}
