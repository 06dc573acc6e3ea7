import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ParameterError } from '../../kit/errors.ts';
import { isThere, linkOrCopy, makeFolder } from '../../kit/files.ts';
import { toIso } from '../../kit/time.ts';
import { mergeParquet } from '../parquet/merge-parquet.ts';
import { readMetadata, readRowCounts } from '../read-metadata.ts';
import { columnsOfFacts } from '../stream-facts.ts';
import { type ReplacementContext, replace } from './replacement.ts';
import { placesOf, type ReplacedFile, readManifest, replacementsIn, stampOf } from './replacement-manifest.ts';

/** A replacement whose old files are kept. */
export interface KeptReplacement {
  readonly stamp: string;
  readonly summary: string;
  /** Of the old files, in bytes. */
  readonly bytes: number;
}

/** The replacements of an instrument whose old files are kept, oldest first. */
export async function keptReplacements(own: string): Promise<KeptReplacement[]> {
  const kept: KeptReplacement[] = [];
  for (const stamp of await replacementsIn(own)) {
    const manifest = await readManifest(own, stamp);
    if (manifest?.state !== 'done' || manifest.undoes !== undefined) continue;
    kept.push({ stamp, summary: manifest.summary, bytes: await sizeOf(placesOf(own, stamp).old('')) });
  }
  return kept;
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/**
 * Brings back what the last replacement replaced; what came to the files since then stays behind it. It is a replacement itself, and as
 * safe. A `ParameterError` where nothing is kept. The replacements are claimed, and recovered.
 */
export async function undoLast(context: ReplacementContext): Promise<string> {
  const { own, clock } = context;
  const stamp = (await keptReplacements(own)).at(-1)?.stamp;
  const manifest = stamp === undefined ? undefined : await readManifest(own, stamp);
  if (stamp === undefined || manifest === undefined) throw new ParameterError(`${own}: no replaced files are kept`);
  const undoing = stampOf(toIso(clock.now()));
  const files: ReplacedFile[] = [];
  for (const file of manifest.files) files.push(await stageOld(context, stamp, undoing, file));
  await replace(context, undoing, { ...manifest, state: 'replacing', undoes: stamp, files });
  return stamp;
}

async function stageOld(
  { own, connection }: ReplacementContext,
  stamp: string,
  undoing: string,
  { stream, name, replaces, rows }: ReplacedFile,
): Promise<ReplacedFile> {
  const folder = placesOf(own, undoing).staged(stream);
  const [old, staged] = [join(placesOf(own, stamp).old(stream), name), join(folder, name)];
  await makeFolder(folder);
  const undone = { stream, name, replaces: rows ?? 0 };
  if (replaces === 0 && !(await isThere(old))) {
    await writeFile(staged, '', { mode: 0o600 });
    return { ...undone, rows: null };
  }
  const [had] = await readRowCounts(connection, [old]);
  if (had === replaces) await linkOrCopy(old, staged);
  else {
    const [metadata] = await readMetadata(connection, [old]);
    const whole = { ...metadata!, provisional: 0 };
    await mergeParquet(connection, [{ path: old, to: replaces }], staged, columnsOfFacts(whole), whole);
  }
  return { ...undone, rows: replaces };
}

/** Removes the old files of all replacements; says how many bytes they were. The replacements are claimed, and recovered. */
export async function discardReplaced(own: string): Promise<number> {
  const kept = await keptReplacements(own);
  for (const { stamp } of kept) {
    // Without it, what is left is nothing that could be brought back.
    await rm(placesOf(own, stamp).manifest);
    await rm(placesOf(own, stamp).folder, { recursive: true });
  }
  return kept.reduce((sum, { bytes }) => sum + bytes, 0);
}
