import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

const SQLITE_BUSY = 5;

/**
 * Holds a file for this process until it is disposed; `undefined` when another process, or this one, holds it already.
 * The lock is the operating system's, taken through SQLite because Node has no call for it: it ends with the process however
 * that ends. The file stays, empty.
 */
export async function lockFile(path: string): Promise<Disposable | undefined> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await (await open(path, 'a', 0o600)).close();
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(path);
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
  return { [Symbol.dispose]: () => database.close() };
}
