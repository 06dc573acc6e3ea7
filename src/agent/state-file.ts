import { readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { StateStore } from '../driver/state-store.ts';
import type { Clock } from '../kit/clock.ts';
import { ConfigError, describeError } from '../kit/errors.ts';
import { makeFolder, writeFileAtomic } from '../kit/files.ts';
import { toIso } from '../kit/time.ts';

/**
 * A driver's small state in a file of its own. One that cannot be understood is set aside under another name, so that nothing is
 * lost, and named in the `ConfigError`.
 */
export const stateFile = (path: string, clock: Clock): StateStore => ({
  async read() {
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (text === undefined) return undefined;
    try {
      return JSON.parse(text);
    } catch (error) {
      const aside = `${path}.broken-${toIso(clock.now()).replaceAll(':', '')}`;
      await rename(path, aside);
      throw new ConfigError(`${path} is not JSON (${describeError(error)}): it is ${aside} now`, { cause: error });
    }
  },
  async write(state) {
    await makeFolder(dirname(path));
    await writeFileAtomic(path, `${JSON.stringify(state)}\n`);
  },
});
