import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ConfigError } from '../kit/errors.ts';

const INDEX = ['index.ts', 'index.js', 'index.mjs'];
const isSource = (name: string): boolean => /\.(ts|js|mjs)$/.test(name) && !/\.(test|d)\.\w+$/.test(name);
const isHidden = (name: string): boolean => name.startsWith('.') || name === 'node_modules';
/** `<folder>/<vendor>/<model>/index.ts` is the deepest. */
const DEEPEST = 2;

const isPath = (place: string): boolean => /^(\.{0,2}\/|\.{1,2}$|[A-Za-z]:\\)/.test(place) || isSource(place);

/**
 * The modules in which definitions may stand: of a file that file, of a folder its `index` or all its sources, and the `index` of each folder in
 * it, of a package its name. Paths are seen from the folder `base`.
 * @throws ConfigError for a path where nothing is, and a folder without sources.
 */
export async function modulesAt(place: string, base: string): Promise<readonly string[]> {
  const path = resolve(base, place);
  if (!existsSync(path)) {
    if (!isPath(place)) return [place];
    throw new ConfigError([{ name: place, message: `there is no such file or folder (${path})` }]);
  }
  if (statSync(path).isFile()) return [path];
  const found = await modulesIn(path, 0);
  if (found.length === 0) {
    const message = `no definition stands in ${path}: it needs an index.ts, or folders that have one (sonde new makes one)`;
    throw new ConfigError([{ name: place, message }]);
  }
  return found;
}

async function modulesIn(folder: string, depth: number): Promise<string[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !isHidden(name));
  const names = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  const index = INDEX.find((name) => names.includes(name));
  if (index !== undefined) return [join(folder, index)];
  const own = depth === 0 ? names.filter(isSource).map((name) => join(folder, name)) : [];
  if (depth === DEEPEST) return own;
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
  return [...own, ...(await Promise.all(folders.map((inner) => modulesIn(inner, depth + 1)))).flat()].sort();
}
