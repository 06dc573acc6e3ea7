import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setInterval } from 'node:timers/promises';

/** The values of one field, the pressure unless told otherwise, of all samples in a stream's files, in order of the files. */
export async function numbersIn(folder: string, field = 'pressure'): Promise<number[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.jsonl')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts
    .join('')
    .split('\n')
    .filter((line, i, all) => line !== '' && i < all.length - 1)
    .map((line) => JSON.parse(line).values[field]);
}

/** Resolves when `done` says yes: another process writes the files, so they are looked at again and again. Rejects when the signal aborts. */
export async function untilFiles(done: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
  for await (const _ of setInterval(50, undefined, { signal })) if (await done()) return;
}
