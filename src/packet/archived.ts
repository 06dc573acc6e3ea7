import { readFile } from 'node:fs/promises';
import { writeFileAtomic } from '../kit/files.ts';
import { isRecord } from '../kit/records.ts';
import { archivedPath } from './log-days.ts';

/** What is known of a day of a log that is kept elsewhere too. */
export interface Archived {
  /** How many bytes were logged, and their SHA-256. */
  readonly bytes: number;
  readonly sha256: string;
  /** The file that is kept: its name and its own SHA-256. */
  readonly file: string;
  readonly fileSha256: string;
  /** The folder that it was copied to, or what the operator said. */
  readonly where: string;
  /** Whether Sonde copied it, and looks after the copy before the day is deleted here, or the operator vouches for it. */
  readonly by: 'copy' | 'operator';
  /** ISO-8601. */
  readonly at: string;
}

const TEXTS = ['sha256', 'file', 'fileSha256', 'where', 'at'] as const;

const isArchived = (value: unknown): value is Archived =>
  isRecord(value) &&
  TEXTS.every((name) => typeof value[name] === 'string') &&
  typeof value.bytes === 'number' &&
  (value.by === 'copy' || value.by === 'operator');

/** Undefined where nothing says so, or nothing that can be read. */
export async function readArchived(dir: string, day: string): Promise<Archived | undefined> {
  try {
    const content: unknown = JSON.parse(await readFile(archivedPath(dir, day), 'utf8'));
    return isArchived(content) ? content : undefined;
  } catch {
    return undefined;
  }
}

export const writeArchived = (dir: string, day: string, archived: Archived): Promise<void> =>
  writeFileAtomic(archivedPath(dir, day), `${JSON.stringify(archived, undefined, 2)}\n`);
