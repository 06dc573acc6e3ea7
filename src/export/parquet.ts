import { METADATA_KEY } from '../store/day-metadata.ts';
import { quoted } from '../store/duck.ts';
import type { Source } from './source.ts';

/** Writes a source as one Parquet file, with the same columns and the same metadata as the files that it comes from. */
export async function writeParquet(
  { connection, about, sorted, columns, rows }: Source,
  path: string,
  { signal, onRows }: { readonly signal: AbortSignal; readonly onRows?: (rows: number) => void },
): Promise<void> {
  signal.throwIfAborted();
  const names = new Set(columns.map(({ name }) => name));
  const said = {
    ...about,
    fields: Object.fromEntries(Object.entries(about.fields).filter(([name]) => names.has(name))),
    flags: Object.fromEntries(Object.entries(about.flags).filter(([name]) => names.has(name))),
    provisional: 0,
    settled: [],
  };
  const stop = (): void => connection.interrupt();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await connection.run(
      `COPY (${sorted}) TO ${quoted(path)}
       (FORMAT parquet, COMPRESSION zstd, KV_METADATA {${METADATA_KEY}: ${quoted(JSON.stringify(said))}})`,
    );
    signal.throwIfAborted();
    onRows?.(rows);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
