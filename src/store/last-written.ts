import { type FileHandle, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { withFile } from '../kit/files.ts';
import type { LogSpan } from '../model/sample.ts';
import { comparePositions } from '../packet/position.ts';

/** A clock that was stepped back leaves the newest sample in an older file: so many are looked at. */
const FILES = 3;
const BLOCK = 65_536;

/** Cuts off a line that was not finished, and returns the last whole one. */
async function lastLine(file: FileHandle): Promise<string | undefined> {
  const { size } = await file.stat();
  let tail: Buffer = Buffer.alloc(0);
  for (let at = size; at > 0; ) {
    const start = Math.max(0, at - BLOCK);
    const { buffer } = await file.read({ buffer: Buffer.alloc(at - start), position: start });
    tail = Buffer.concat([buffer, tail]);
    at = start;
    const end = tail.lastIndexOf(0x0a);
    const before = end > 0 ? tail.lastIndexOf(0x0a, end - 1) : -1;
    if (end >= 0 && (before >= 0 || start === 0)) {
      await file.truncate(start + end + 1);
      return tail.toString('utf8', before + 1, end);
    }
  }
  await file.truncate(0);
  return undefined;
}

function placeIn(line: string, path: string): LogSpan | undefined {
  try {
    return (JSON.parse(line) as { log?: LogSpan }).log;
  } catch (cause) {
    throw new Error(`the last line of ${path} is not a sample in JSON; remove it, or move the file away`, { cause });
  }
}

/** How far in the log a stream's files have got; torn last lines are cut off. */
export async function lastWritten(folder: string): Promise<LogSpan | undefined> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}-\d\d-\d\d\.jsonl$/.test(name)).sort();
  let last: LogSpan | undefined;
  for (const name of names.slice(-FILES)) {
    const line = await withFile(join(folder, name), 'r+', lastLine);
    const log = line === undefined ? undefined : placeIn(line, join(folder, name));
    if (log !== undefined && (last === undefined || comparePositions(last, log) <= 0)) last = log;
  }
  return last;
}
