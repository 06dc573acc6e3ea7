import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import type { Bench } from './bench.ts';
import { page, plotFile } from './page.ts';
import { plot } from './plot.ts';
import { type BenchRecord, isCurrent } from './record.ts';
import { readResults, renewed, writeResults } from './results.ts';

const resultsIn = (docs: URL): URL => new URL('benchmarks/results.json', docs);

/** The figures that the page was made from, which stand beside its plots; none before the first time. */
export async function figuresOf(docs: URL): Promise<readonly BenchRecord[]> {
  const file = resultsIn(docs);
  return existsSync(file) ? readResults(file) : [];
}

/** Writes the page, its plots and its figures, of which the fresh ones take the place of earlier ones. */
export async function keepPage(docs: URL, benches: readonly Bench[], fresh: readonly BenchRecord[]): Promise<void> {
  await mkdir(new URL('benchmarks', docs), { recursive: true });
  const names = benches.map(({ name }) => name);
  const records = renewed(await figuresOf(docs), fresh, names);
  await writeResults(resultsIn(docs), records);
  await writeFile(new URL('benchmarks.md', docs), page(benches, records));
  for (const bench of benches.filter(({ steps }) => steps !== undefined)) {
    const record = records.find(({ name }) => name === bench.name);
    if (record && isCurrent(bench, record)) await writeFile(new URL(plotFile(bench), docs), await plot(bench, record));
  }
}
