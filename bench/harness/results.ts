import { readFile, writeFile } from 'node:fs/promises';
import type { BenchRecord } from './record.ts';

/** The figures of a file; none where it is not there yet. */
export async function readResults(file: string | URL): Promise<readonly BenchRecord[]> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw new Error(`${file} cannot be read as results of benches`, { cause: error });
  }
}

export const writeResults = (file: string | URL, records: readonly BenchRecord[]): Promise<void> =>
  writeFile(file, `${JSON.stringify(records, undefined, 1)}\n`);

/** Those of `fresh` take the place of earlier ones; what has no bench any more is left out. */
export function renewed(
  records: readonly BenchRecord[],
  fresh: readonly BenchRecord[],
  names: readonly string[],
): BenchRecord[] {
  const all = [...fresh, ...records];
  return names.flatMap((wanted) => all.find(({ name }) => name === wanted) ?? []);
}
