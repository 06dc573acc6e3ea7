import { chmod, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { ConfigError, describeError } from '../kit/errors.ts';
import { makeFolder } from '../kit/files.ts';

/** Whoever waits for another program holds up all instruments meanwhile, in ms; a change of a user takes a few. */
const PATIENCE = 250;
/** What SQLite needs beside the file itself before it can read it, in bytes. */
const ROOM = 32 << 10;

/**
 * Opens the small state of a data folder, `<data>/sonde.db`: users, locks, alerts, what is wanted of instruments. Private, and safe when
 * the program is killed. Each part keeps tables of its own and makes them itself (`CREATE TABLE IF NOT EXISTS`).
 */
export async function openStateDatabase(data: string): Promise<DatabaseSync> {
  const { DatabaseSync } = await import('node:sqlite');
  const path = join(data, 'sonde.db');
  try {
    await makeFolder(data);
    const database = new DatabaseSync(path);
    database.exec(`PRAGMA busy_timeout = ${PATIENCE}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL`);
    await chmod(path, 0o600);
    return database;
  } catch (cause) {
    const why = (await isFull(data)) ? 'there is no room on its disk' : describeError(cause);
    throw new ConfigError([{ name: 'data', message: `${path} cannot be opened: ${why}` }], { cause });
  }
}

/** SQLite says no more than that something is wrong with the disk. */
const isFull = (folder: string): Promise<boolean> =>
  statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize < ROOM,
    () => false,
  );
