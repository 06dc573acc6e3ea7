import { join } from 'node:path';
import { ConfigError, describeError, StateError } from '../kit/errors.ts';
import { lockFile } from '../kit/file-lock.ts';

/**
 * Makes an instrument's folders this process's own: two drivers would talk across each other and keep every sample twice.
 * `StateError` where another process has one, `ConfigError` where one cannot be made; then none is held.
 */
export async function claimFolders(id: string, folders: readonly string[]): Promise<Disposable> {
  const held: Disposable[] = [];
  const release = (): void => {
    for (const lock of held) lock[Symbol.dispose]();
  };
  try {
    for (const folder of folders) held.push(await claim(id, folder));
  } catch (error) {
    release();
    throw error;
  }
  return { [Symbol.dispose]: release };
}

async function claim(id: string, folder: string): Promise<Disposable> {
  const path = join(folder, '.driver.lock');
  let lock: Disposable | undefined;
  try {
    lock = await lockFile(path);
  } catch (cause) {
    throw new ConfigError([{ name: id, message: `${folder} cannot be written to: ${describeError(cause)}` }], {
      cause,
    });
  }
  if (lock === undefined) {
    throw new StateError(`run ${id}`, `another sonde process runs it in ${folder}`, ['stop that one', 'other folders']);
  }
  return lock;
}
