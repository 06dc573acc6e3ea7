import { readdir, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StateError } from '../kit/errors.ts';
import { lockFile } from '../kit/file-lock.ts';
import { isThere } from '../kit/files.ts';
import type { Use } from '../kit/scope.ts';
import { isUsed, type Journal, openJournal } from './journal.ts';

/** The journal of an import's folder, for this process alone; where nothing came of the import, it leaves no folder behind. A `StateError` while another import holds it. */
export async function claimImport(folder: string, use: Use): Promise<Journal> {
  const made = await highestMissing(folder);
  if (use(await lockFile(join(folder, '.lock'))) === undefined) {
    throw new StateError('import', 'another import is under way', ['wait for it']);
  }
  const journal = await openJournal(folder);
  use({
    [Symbol.asyncDispose]: async () => {
      if (!isUsed(journal.state)) await removeFolders(folder, made ?? folder);
    },
  });
  return journal;
}

async function highestMissing(folder: string): Promise<string | undefined> {
  if (await isThere(folder)) return undefined;
  return (await highestMissing(dirname(folder))) ?? folder;
}

/** With the files of the lowest one, up to the first that holds something else. */
async function removeFolders(lowest: string, highest: string): Promise<void> {
  const entries = await readdir(lowest, { withFileTypes: true });
  for (const entry of entries) if (entry.isFile()) await rm(join(lowest, entry.name));
  for (let folder = lowest; (await readdir(folder)).length === 0; folder = dirname(folder)) {
    await rmdir(folder);
    if (folder === highest) return;
  }
}
