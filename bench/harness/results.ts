import { readFile, writeFile } from 'node:fs/promises';
import { isRecord } from '../../src/kit/records.ts';
import type { BenchRecord } from './record.ts';

/** The figures that a run has kept in a file. */
export async function readResults(file: string | URL): Promise<readonly BenchRecord[]> {
  const value: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (Array.isArray(value) && value.every(isBenchRecord)) return value;
  throw new Error(`${file} is no file that \`npm run bench -- --save FILE\` has written`);
}

const isBenchRecord = (value: unknown): value is BenchRecord =>
  isRecord(value) && typeof value.name === 'string' && Array.isArray(value.quantities) && Array.isArray(value.entries);

export const writeResults = (file: string | URL, records: readonly BenchRecord[]): Promise<void> =>
  writeFile(file, `${JSON.stringify(records, undefined, 1)}\n`);

/** Those of `fresh` take the place of earlier ones; what is no bench any more is left out. */
export function renewed(
  records: readonly BenchRecord[],
  fresh: readonly BenchRecord[],
  names: readonly string[],
): BenchRecord[] {
  const all = [...fresh, ...records];
  return names.flatMap((wanted) => all.find(({ name }) => name === wanted) ?? []);
}
