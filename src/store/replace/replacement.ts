import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Clock } from '../../kit/clock.ts';
import { StateError } from '../../kit/errors.ts';
import { lockFile } from '../../kit/file-lock.ts';
import { isThere, linkOrCopy, makeFolder, syncFolder } from '../../kit/files.ts';
import { inScope } from '../../kit/scope.ts';
import type { DayMetadata } from '../day-metadata.ts';
import { openDuck } from '../duck.ts';
import { parsePart, samplesFolder } from '../layout.ts';
import { withStreamLock } from '../locks.ts';
import { readMetadata, readRowCounts } from '../read-metadata.ts';
import { mergeFacts } from '../stream-facts.ts';
import { replacePart } from '../write/replace-part.ts';
import {
  type Manifest,
  placesOf,
  type ReplacedFile,
  readManifest,
  replacedFolder,
  replacementsIn,
  writeManifest,
} from './replacement-manifest.ts';

/** What the replacements of an instrument's files work with. */
export interface ReplacementContext {
  /** The instrument's folder. */
  readonly own: string;
  readonly connection: DuckDBConnection;
  readonly clock: Clock;
  /** Called before each step that a crash may part from the one before. */
  readonly onStep?: (step: ReplacementStep, file?: ReplacedFile) => Promise<void> | void;
}

export type ReplacementStep = 'decided' | 'linked' | 'replaced' | 'file done' | 'all done';

const MEMORY = 128 * 1024 * 1024;

const lockOf = (own: string): string => join(replacedFolder(own), '.lock');

/** Makes the replacements of an instrument this process's own; a `StateError` where another process is at it. */
export async function claimReplacements(own: string): Promise<Disposable> {
  const lock = await lockFile(lockOf(own));
  if (lock === undefined) throw new StateError('replace samples', `another process does so in ${own}`, ['wait for it']);
  return lock;
}

/** Carries out what is staged. All of its files are synced already; from here on nothing but its end can come. */
export async function replace(context: ReplacementContext, stamp: string, manifest: Manifest): Promise<void> {
  const { own, onStep } = context;
  const { folder } = placesOf(own, stamp);
  for (const { stream } of manifest.files) await syncFolder(placesOf(own, stamp).staged(stream));
  await writeManifest(own, stamp, manifest);
  for (const path of [folder, replacedFolder(own), own]) await syncFolder(path);
  await onStep?.('decided');
  await carryOut(context, stamp, manifest);
}

/**
 * Brings to an end what a crash broke off: what was decided is carried out, what was only staged is thrown away. Says which were
 * carried out. Whoever calls it has claimed the replacements.
 */
export async function recoverReplacements(context: ReplacementContext): Promise<string[]> {
  const { own } = context;
  const ended: string[] = [];
  for (const stamp of await replacementsIn(own)) {
    const manifest = await readManifest(own, stamp);
    if (manifest === undefined) await rm(placesOf(own, stamp).folder, { recursive: true, force: true });
    else if (manifest.state === 'replacing') {
      await carryOut(context, stamp, manifest);
      ended.push(stamp);
    } else if (manifest.undoes !== undefined) await forget(own, stamp, manifest);
  }
  return ended;
}

/** For those who open an instrument: what a crash broke off comes to its end; what another process is at is left to that. */
export async function endBrokenOff(own: string, clock: Clock): Promise<string[]> {
  if (!(await isBrokenOff(own))) return [];
  return inScope(async (use) => {
    if (use(await lockFile(lockOf(own))) === undefined) return [];
    const duck = use(await openDuck({ memory: MEMORY, threads: 1 }));
    const connection = use(await duck.connect());
    return recoverReplacements({ own, connection, clock });
  });
}

/** Whether a crash has left something to do, or another process is at it. */
export async function isBrokenOff(own: string): Promise<boolean> {
  for (const stamp of await replacementsIn(own)) {
    if ((await readManifest(own, stamp))?.state !== 'done') return true;
  }
  return false;
}

async function carryOut(context: ReplacementContext, stamp: string, manifest: Manifest): Promise<void> {
  const { own, clock, onStep } = context;
  for (const [stream, files] of Map.groupBy(manifest.files, (file) => file.stream)) {
    await withStreamLock(
      own,
      stream,
      async () => {
        for (const file of files) await replaceFile(context, stamp, file, manifest.undoes === undefined);
      },
      clock,
    );
  }
  await writeManifest(own, stamp, { ...manifest, state: 'done' });
  await onStep?.('all done');
  await forget(own, stamp, manifest);
}

/** Of what is undone nothing stays, nor of the undoing. */
async function forget(own: string, stamp: string, { undoes }: Manifest): Promise<void> {
  if (undoes === undefined) return rm(placesOf(own, stamp).staged(''), { recursive: true, force: true });
  for (const each of [undoes, stamp]) await rm(placesOf(own, each).folder, { recursive: true, force: true });
}

/** A file that is there, as far as its replacement has to know it. */
interface Present {
  readonly path: string;
  readonly rows: number;
  readonly metadata: DayMetadata;
}

async function presentAt(connection: DuckDBConnection, path: string): Promise<Present | undefined> {
  if (!(await isThere(path))) return undefined;
  const [metadata] = await readMetadata(connection, [path]);
  const [rows = 0] = await readRowCounts(connection, [path]);
  return { path, rows, metadata: metadata! };
}

/**
 * Replaces one file, under the lock of its stream. The staged file goes when this is done and not before, so that it can be done again;
 * a file that takes rows over from the present one says in its metadata that it was replaced.
 */
async function replaceFile(
  context: ReplacementContext,
  stamp: string,
  file: ReplacedFile,
  keepOld: boolean,
): Promise<void> {
  const { own, connection, onStep } = context;
  const { stream, name, replaces } = file;
  const folder = samplesFolder(own, stream);
  const [path, staged] = [join(folder, name), placesOf(own, stamp).staged(stream, name)];
  if (!(await isThere(staged))) return;
  const present = await presentAt(connection, path);
  if (!present?.metadata.replacements?.includes(stamp)) {
    await makeFolder(folder);
    if (present !== undefined && keepOld) await linkOld(path, placesOf(own, stamp).old(stream), name);
    await onStep?.('linked', file);
    const behind = (present?.rows ?? 0) - replaces;
    if (behind < 0) throw new Error(`${path} has ${present?.rows ?? 0} rows, and had ${replaces} when it was compared`);
    if (behind > 0) await replaceBeginning(context, present!, staged, stamp, file);
    else if (file.rows === null) await rm(path, { force: true });
    else await rename(staged, path);
    await syncFolder(folder);
    await onStep?.('replaced', file);
  }
  await rm(staged, { force: true });
  await onStep?.('file done', file);
}

/** The old file stays under another name: at no moment is there none. */
async function linkOld(path: string, folder: string, name: string): Promise<void> {
  await makeFolder(folder);
  await linkOrCopy(path, join(folder, name));
  await syncFolder(folder);
}

/** The rows that came meanwhile stay behind the new ones. */
async function replaceBeginning(
  { own, connection }: ReplacementContext,
  { path, metadata: present }: Present,
  staged: string,
  stamp: string,
  { stream, name, replaces, rows }: ReplacedFile,
): Promise<void> {
  const tail = { path, from: replaces };
  const [made] = rows === null ? [present] : await readMetadata(connection, [staged]);
  await replacePart({ connection, own, stream }, parsePart(name)!, rows === null ? [tail] : [{ path: staged }, tail], {
    ...mergeFacts(present, made!),
    version: 1,
    provisional: present.provisional,
    settled: present.settled,
    replacements: [...(present.replacements ?? []), stamp],
  });
}
