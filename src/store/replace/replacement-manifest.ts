import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { namesIn, syncFolder, writeFileAtomic } from '../../kit/files.ts';

/** A file of samples that is replaced or made. */
const replacedFile = z.object({
  stream: z.string(),
  name: z.string(),
  /** So many of its first rows are replaced; what stands behind them stays. */
  replaces: z.number().int().nonnegative(),
  /** By so many; `null` where it is to go again, as there was none before. */
  rows: z.number().int().nonnegative().nullable(),
});
export type ReplacedFile = z.infer<typeof replacedFile>;

/** What a replacement does, and why. From when it is there, the replacement is carried out, however often that is broken off. */
const manifest = z.object({
  version: z.literal(1),
  state: z.enum(['replacing', 'done']),
  /** The replacement that it takes back, whose files go then. */
  undoes: z.string().exactOptional(),
  /** The definition that the new rows were decoded with. */
  definition: z.string(),
  /** What was found, for people. */
  summary: z.string(),
  files: z.array(replacedFile),
});
export type Manifest = z.infer<typeof manifest>;

/** Where an instrument's replaced files are kept, each replacement in a folder of its own. */
export const replacedFolder = (own: string): string => join(own, 'replaced');

/** What is where in a replacement's folder. */
export const placesOf = (own: string, stamp: string) => {
  const folder = join(replacedFolder(own), stamp);
  return {
    folder,
    manifest: join(folder, 'manifest.json'),
    staged: (stream: string, name = '') => join(folder, 'new', stream, name),
    old: (stream: string, name = '') => join(folder, 'old', stream, name),
  };
};

/** `undefined` where nothing was decided yet. */
export async function readManifest(own: string, stamp: string): Promise<Manifest | undefined> {
  const text = await readFile(placesOf(own, stamp).manifest, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : manifest.parse(JSON.parse(text));
}

export async function writeManifest(own: string, stamp: string, content: Manifest): Promise<void> {
  const { folder, manifest: path } = placesOf(own, stamp);
  await writeFileAtomic(path, `${JSON.stringify(content, null, 2)}\n`);
  await syncFolder(folder);
}

/** The replacements that something is left of, oldest first. */
export async function replacementsIn(own: string): Promise<string[]> {
  return (await namesIn(replacedFolder(own))).filter((name) => /^\d{8}T\d{6}\d*Z$/.test(name)).sort();
}

/** What a replacement that is begun at this time is called: no other one is called so. */
export const stampOf = (iso: string): string => iso.replaceAll(/[-:.]/g, '');
