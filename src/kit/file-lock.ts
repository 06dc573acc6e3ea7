import { chmod } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConfigError, describeError } from './errors.ts';
import { makeFolder } from './files.ts';

const SQLITE_BUSY = 5;

/**
 * Holds a file for this process until it is disposed; `undefined` when another process, or this one, holds it already. `ConfigError`
 * when the file cannot be made. The lock is the operating system's, taken through SQLite because Node has no call for it: it ends
 * with the process however that ends. Nothing but SQLite may open the file: a process loses its lock on a file when it closes any
 * descriptor of that.
 */
export async function lockFile(path: string): Promise<Disposable | undefined> {
  const { DatabaseSync } = await import('node:sqlite');
  let database: InstanceType<typeof DatabaseSync>;
  try {
    await makeFolder(dirname(path));
    database = new DatabaseSync(path);
  } catch (cause) {
    throw new ConfigError(`${path}: the lock file cannot be opened: ${describeError(cause)}`, { cause });
  }
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
  await chmod(path, 0o600);
  return { [Symbol.dispose]: () => database.close() };
}
