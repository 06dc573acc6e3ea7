import type { DuckDBConnection } from '@duckdb/node-api';

export interface DuckOptions {
  /** The most that it may use, in bytes; 256 MiB where nothing is said. What does not fit is written to `spill`. */
  readonly memory?: number;
  readonly threads?: number;
  /** A folder for what does not fit. */
  readonly spill?: string;
}

const MEMORY = 256 * 1024 * 1024;

/** A DuckDB that lives in this process and reaches nothing but the files that it is named. */
export interface Duck extends Disposable {
  /** A connection of its own for each work that goes on beside others. */
  connect(): Promise<DuckDBConnection & Disposable>;
}

/** Opens one. The library is loaded when the first is opened: programs that store nothing do without it. */
export async function openDuck({ memory = MEMORY, threads = 2, spill }: DuckOptions = {}): Promise<Duck> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${Math.floor(memory / 1024)}KiB`,
    threads: String(threads),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    // Files are replaced under their names, and what is read of them once is seldom read again.
    enable_external_file_cache: 'false',
    ...(spill !== undefined && { temp_directory: spill }),
  });
  let connecting = 0;
  let isClosed = false;
  // The library ends the process when it is closed while somebody connects.
  const closeWhenQuiet = (): void => {
    if (isClosed && connecting === 0) instance.closeSync();
  };
  return {
    async connect() {
      if (isClosed) throw new Error('the database is closed');
      connecting += 1;
      try {
        const connection = await instance.connect();
        return Object.assign(connection, { [Symbol.dispose]: () => connection.closeSync() });
      } finally {
        connecting -= 1;
        closeWhenQuiet();
      }
    },
    [Symbol.dispose]() {
      if (isClosed) return;
      isClosed = true;
      closeWhenQuiet();
    },
  };
}

/** A text as SQL writes it. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Texts as a list in SQL. */
export const quotedList = (texts: readonly string[]): string => `[${texts.map(quoted).join(', ')}]`;

/** A name as SQL writes it. */
export const named = (name: string): string => `"${name.replaceAll('"', '""')}"`;
