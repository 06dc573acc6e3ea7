import { readdir, readFile, watch } from 'node:fs/promises';
import { join } from 'node:path';

/** The pressures of all samples in a stream's files, in order of the files. */
export async function numbersIn(folder: string): Promise<number[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.jsonl')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts
    .join('')
    .split('\n')
    .filter((line, i, all) => line !== '' && i < all.length - 1)
    .map((line) => JSON.parse(line).values.pressure);
}

/** Resolves when something under `folder` has changed and `done` says yes; rejects when the signal aborts. */
export async function untilFiles(folder: string, done: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
  const changes = watch(folder, { recursive: true, signal });
  if (await done()) return;
  for await (const _ of changes) if (await done()) return;
}
