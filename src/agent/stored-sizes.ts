import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Clock } from '../kit/clock.ts';

export interface StoredSizes {
  readonly log: number;
  readonly samples: number;
}

/** For so long what was found is good enough, in ms. */
const LASTS = 60_000;
/** What `stat` counts blocks in, in bytes. */
const BLOCK = 512;

/** What an instrument's log and its stored samples take on the disk, in bytes; looked at no more often than once a minute. */
export function storedSizes(own: string, clock: Clock): () => Promise<StoredSizes> {
  let found: Promise<StoredSizes> | undefined;
  let at = 0;
  return () => {
    if (found === undefined || clock.elapsed() - at > LASTS) {
      at = clock.elapsed();
      found = measure(own);
    }
    return found;
  };
}

async function measure(own: string): Promise<StoredSizes> {
  const entries = await readdir(own, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = { log: 0, samples: 0 };
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const part = partOf(relative(own, path));
    if (entry.isFile() && part !== undefined) sizes[part] += await sizeOf(path);
  }
  return sizes;
}

function partOf(path: string): keyof StoredSizes | undefined {
  const folders = path.split('/').slice(0, -1);
  // With several links each has a log: `<link>/log`.
  if (folders.includes('log')) return 'log';
  return folders[0] === 'samples' ? 'samples' : undefined;
}

/** A file may be replaced while one looks. */
const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ blocks }) => blocks * BLOCK,
    () => 0,
  );
