import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { syncFolder, withFile } from '../kit/files.ts';

/**
 * Has a file written under another name, and gives it its own when it is whole and on the disk. Broken off, it leaves nothing behind, and
 * a file that was there stays.
 */
export async function wholeFile(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    await write(temporary);
    await withFile(temporary, 'r', (file) => file.sync());
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
