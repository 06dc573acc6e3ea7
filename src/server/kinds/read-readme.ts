import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { KindSource } from './kind-source.ts';

/** More is no page for people. */
const LONGEST = 200_000;
/** The folders of instruments, seen from the sources and from what is built of them. */
const FOLDERS = ['../../instruments/', '../../../src/instruments/'].map((place) =>
  fileURLToPath(new URL(place, import.meta.url)),
);

/** What stands beside a definition for people; nothing where there is no such page. */
export async function readReadme({ filesOf }: Pick<KindSource, 'filesOf'>, kind: string): Promise<string | undefined> {
  const [vendor = '', model = ''] = kind.split('.');
  const outside = [...new Set(filesOf(kind).map(dirname))];
  const folders =
    outside.length > 0 ? outside : FOLDERS.map((folder) => join(folder, vendor, model.replaceAll('_', '-')));
  for (const folder of folders) {
    const text = await readFile(join(folder, 'README.md'), 'utf8').catch(() => undefined);
    if (text !== undefined) return text.slice(0, LONGEST);
  }
  return undefined;
}
