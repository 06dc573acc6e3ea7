import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describeError } from '../kit/errors.ts';
import { makeFolder, syncFolder, withFile } from '../kit/files.ts';
import { type Nanos, toIso } from '../kit/time.ts';
import { type Archived, writeArchived } from './archived.ts';
import { digestOf, digestPath, readDigest, writeDigest } from './digest.ts';
import { compressedPath, logPath } from './log-days.ts';
import { withDay } from './open-day.ts';

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** The file that holds a day now, with all that says what it is; its digests are taken, and written down, where that was not done yet. */
export async function describeDay(
  dir: string,
  day: string,
  signal?: AbortSignal,
): Promise<Pick<Archived, 'bytes' | 'sha256' | 'file' | 'fileSha256'>> {
  const digest = async (path: string): Promise<string> => {
    const noted = await readDigest(path);
    const found = noted ?? (await digestOf(path, signal));
    if (noted === undefined) await writeDigest(path, found);
    return found;
  };
  const plain = logPath(dir, day);
  const path = (await exists(plain)) ? plain : compressedPath(dir, day);
  const fileSha256 = await digest(path);
  const sha256 = path === plain ? fileSha256 : await readDigest(plain);
  if (sha256 === undefined)
    throw new Error(`${digestPath(plain)} is missing: nothing says which bytes ${path} should hold`);
  const bytes = await withDay(dir, day, async ({ size }) => size);
  return { bytes, sha256, file: basename(path), fileSha256 };
}

/**
 * Copies a closed day to `<archive>/<name>/log` and notes here that it is there. What a copy that broke off left there is gone on with,
 * and the whole is read back before it counts. The archive's own folder must be there: an archive that is not mounted is never filled
 * in its place. Rejects when the copy cannot be made, or is not the same.
 */
export async function archiveDay(
  dir: string,
  day: string,
  {
    archive,
    name,
    now,
    signal,
  }: {
    readonly archive: string;
    readonly name: string;
    readonly now: Nanos;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<Archived> {
  if (!(await exists(archive)))
    throw Object.assign(new Error(`${archive}: the archive's folder is not there; is it mounted?`), { code: 'ENOENT' });
  const facts = await describeDay(dir, day, signal);
  const folder = join(archive, name, 'log');
  await makeFolder(folder);
  const [from, target] = [join(dir, facts.file), join(folder, facts.file)];
  if (!(await exists(target))) await copy(from, target, facts.fileSha256, signal);
  else if ((await digestOf(target, signal)) !== facts.fileSha256)
    throw new Error(
      `${target} is another file than ${from}: look which is right, and move the one in the archive away`,
    );
  for (const [path, digest] of [
    [target, facts.fileSha256],
    [logPath(folder, day), facts.sha256],
  ] as const) {
    await writeDigest(path, digest).catch(notWritten(digestPath(path)));
  }
  const archived: Archived = { ...facts, where: folder, by: 'copy', at: toIso(now) };
  await writeArchived(dir, day, archived);
  return archived;
}

async function copy(from: string, target: string, digest: string, signal: AbortSignal | undefined): Promise<void> {
  const part = `${target}.part`;
  await withFile(from, 'r', async (source) => {
    const copied = await open(part, 'a', 0o600);
    try {
      await copyOn(source, copied, part, signal);
      await copied.sync().catch(notWritten(part));
    } finally {
      await copied.close();
    }
  });
  if ((await digestOf(part, signal)) !== digest) {
    await rm(part);
    throw new Error(`the copy of ${from} in the archive does not have its digest: one of the two is damaged`);
  }
  await rename(part, target);
  // A file system of a network may have no such thing.
  await syncFolder(join(target, '..')).catch(() => {});
}

/** Says which disk it is that is full: that of the archive, and not that of the log. */
const notWritten =
  (path: string) =>
  (cause: NodeJS.ErrnoException): never => {
    const { code } = cause;
    throw Object.assign(new Error(`${path} cannot be written: ${describeError(cause)}`, { cause }), { code });
  };

const PIECE = 1 << 20;

/** Goes on where the copy ends. */
async function copyOn(
  source: FileHandle,
  copied: FileHandle,
  part: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { size } = await source.stat();
  let { size: at } = await copied.stat();
  if (at > size) {
    await copied.truncate();
    at = 0;
  }
  const buffer = Buffer.allocUnsafeSlow(PIECE);
  while (at < size) {
    signal?.throwIfAborted();
    const { bytesRead } = await source.read(buffer, 0, PIECE, at);
    if (bytesRead === 0) break;
    await copied.appendFile(buffer.subarray(0, bytesRead)).catch(notWritten(part));
    at += bytesRead;
  }
}

/** Why a day's copy does not count any more; undefined when it is there and whole. What the operator vouches for is not looked at. */
export async function wrongWithCopy(
  { where, file, fileSha256, by }: Archived,
  signal?: AbortSignal,
): Promise<string | undefined> {
  if (by === 'operator') return undefined;
  const path = join(where, file);
  if (!(await exists(path))) return `${path} is not there`;
  return (await digestOf(path, signal)) === fileSha256 ? undefined : `${path} does not have its digest any more`;
}
