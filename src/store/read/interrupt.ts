import type { DuckDBConnection } from '@duckdb/node-api';

/** Breaks off what the connection is doing when the signal aborts, until this is disposed of. */
export function interruptedBy(connection: DuckDBConnection, signal: AbortSignal | undefined): Disposable {
  const interrupt = (): void => connection.interrupt();
  signal?.addEventListener('abort', interrupt, { once: true });
  return { [Symbol.dispose]: () => signal?.removeEventListener('abort', interrupt) };
}
