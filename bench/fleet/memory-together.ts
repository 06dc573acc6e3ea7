import { readFile } from 'node:fs/promises';

const EVERY = 500;

/** Bytes of memory that processes of one program hold now; the files that they all map are there once. */
async function memoryTogether(pids: readonly number[]): Promise<number> {
  const each = await Promise.all(
    pids.map(async (pid) => {
      const status = await readFile(`/proc/${pid}/status`, 'utf8');
      const bytes = (name: string): number =>
        Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024;
      return { own: bytes('RssAnon') + bytes('RssShmem'), mapped: bytes('RssFile') };
    }),
  );
  return each.reduce((sum, { own }) => sum + own, 0) + Math.max(...each.map(({ mapped }) => mapped));
}

/** Watches from now on; told is the most that they held together. */
export function watchMemory(pids: readonly number[]): () => Promise<number> {
  const seen: Promise<number>[] = [];
  const look = (): void => {
    const held = memoryTogether(pids);
    // What failed is told at the end.
    held.catch(() => {});
    seen.push(held);
  };
  const timer = setInterval(look, EVERY);
  look();
  return async () => {
    clearInterval(timer);
    return Math.max(...(await Promise.all(seen)));
  };
}
