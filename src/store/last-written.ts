import { type FileHandle, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { withFile } from '../kit/files.ts';
import { fromIso, type Nanos } from '../kit/time.ts';
import type { LogSpan } from '../model/sample.ts';
import { comparePositions } from '../packet/position.ts';

/** A clock that was stepped back leaves the newest sample in an older file: so many are looked at. */
const FILES = 3;
const BLOCK = 65_536;

/** How far a stream's files have got: the last place in the log, and the newest time among the last samples. */
export interface Written {
  readonly log: LogSpan;
  readonly newest: Nanos;
}

/** Cuts off a line that was not finished, and returns the last whole ones: at least one where there is any. */
async function lastLines(file: FileHandle): Promise<string[]> {
  const { size } = await file.stat();
  let tail: Buffer = Buffer.alloc(0);
  for (let at = size; at > 0; ) {
    const start = Math.max(0, at - BLOCK);
    const { buffer } = await file.read({ buffer: Buffer.alloc(at - start), position: start });
    tail = Buffer.concat([buffer, tail]);
    at = start;
    const end = tail.lastIndexOf(0x0a);
    const begin = start === 0 ? 0 : tail.indexOf(0x0a) + 1;
    if (end >= begin && end >= 0) {
      await file.truncate(start + end + 1);
      return tail.toString('utf8', begin, end).split('\n');
    }
  }
  await file.truncate(0);
  return [];
}

function writtenIn(line: string, path: string): Written | undefined {
  try {
    const { log, time } = JSON.parse(line) as { log?: LogSpan; time: string };
    return log && { log, newest: fromIso(time) };
  } catch (cause) {
    throw new Error(`the last lines of ${path} are not samples in JSON; remove them, or move the file away`, { cause });
  }
}

/** What both have reached. */
export const furthest = (a: Written | undefined, b: Written): Written =>
  a === undefined
    ? b
    : { log: comparePositions(a.log, b.log) > 0 ? a.log : b.log, newest: a.newest > b.newest ? a.newest : b.newest };

/** How far a stream's files have got; torn last lines are cut off. */
export async function lastWritten(folder: string): Promise<Written | undefined> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}-\d\d-\d\d\.jsonl$/.test(name)).sort();
  let last: Written | undefined;
  for (const name of names.slice(-FILES)) {
    const path = join(folder, name);
    for (const line of await withFile(path, 'r+', lastLines)) {
      const written = writtenIn(line, path);
      if (written !== undefined) last = furthest(last, written);
    }
  }
  return last;
}

/**
 * Whether a sample is in the files already: it stands no further in the log, and is no newer. The time tells a log that was begun anew,
 * whose places start again, from one that is read again.
 */
export const isWritten = (
  sample: { readonly log?: LogSpan; readonly time: Nanos },
  last: Written | undefined,
): boolean =>
  sample.log !== undefined &&
  last !== undefined &&
  comparePositions(sample.log, last.log) <= 0 &&
  sample.time <= last.newest;
