import type { DuckDBConnection } from '@duckdb/node-api';

/** Breaks off what the connection is doing when the signal aborts, until the returned function is called. */
export function interruptedBy(connection: DuckDBConnection, signal: AbortSignal | undefined): () => void {
  const interrupt = (): void => connection.interrupt();
  signal?.addEventListener('abort', interrupt, { once: true });
  return () => signal?.removeEventListener('abort', interrupt);
}
