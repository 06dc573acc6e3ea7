import { copyFile, type FileHandle, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Replaces a file so that a reader sees the old or the new one, never a part; private to its owner. */
export async function writeFileAtomic(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const file = await open(temporary, 'w', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Opens a file for as long as the work takes. */
export async function withFile<T>(path: string, flags: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, flags);
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

/** What was made, renamed or removed in a folder is found so after a power failure only when the folder was synced too. */
export const syncFolder = (path: string): Promise<void> => withFile(path, 'r', (folder) => folder.sync());

/**
 * Has a file written under another name, and gives it its own when it is whole and on the disk. Broken off, it leaves nothing behind, and
 * a file that was there stays.
 */
export async function wholeFile(
  path: string,
  write: (temporary: string) => Promise<void>,
  temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`),
): Promise<void> {
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

export const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );

/** The names of what is in a folder; none where there is no such folder. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return [];
    throw error;
  }
}

/** Makes a file known under another name too, in the place of what was there; where the disk knows no such thing, a copy of it. */
export async function linkOrCopy(from: string, to: string): Promise<void> {
  await rm(to, { force: true });
  try {
    await link(from, to);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'EPERM' && code !== 'ENOTSUP') throw error;
    await copyFile(from, to);
    await withFile(to, 'r+', (file) => file.sync());
  }
}

const PRIVATE = 0o700;

/**
 * Makes a folder and those above it that are not there, private to their owner where nothing else is said. Node's own way never
 * ends below a folder in which nothing can be made, such as /proc.
 */
export async function makeFolder(path: string, mode = PRIVATE): Promise<void> {
  if (await madeOne(path, mode)) return;
  await makeFolder(dirname(path), mode);
  if (await madeOne(path, mode)) return;
  throw Object.assign(new Error(`ENOENT: no folder can be made there, mkdir '${path}'`), { code: 'ENOENT', path });
}

/** False where the folder above it is not there. */
async function madeOne(path: string, mode: number): Promise<boolean> {
  try {
    await mkdir(path, { mode });
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' && dirname(path) !== path) return false;
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return true;
    throw error;
  }
}
