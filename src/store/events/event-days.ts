import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { namesIn, syncFolder, withFile } from '../../kit/files.ts';
import { Mutex } from '../../kit/mutex.ts';
import { inScope } from '../../kit/scope.ts';
import { openDuck, quoted } from '../duck.ts';
import { EVENT_COLUMNS, linesOf } from './event-relation.ts';

/** Memory for making a closed day's file, in bytes. */
const MEMORY = 64 << 20;
const BLOCK = 65_536;
/** The instruments of a process take turns: for all of them the day ends at once, and each needs that memory. */
const turns = new Mutex();

/** A day's events, or the next so many of a day that was begun again after it was closed: when a clock was set back. */
export interface EventPart {
  readonly day: string;
  readonly part: number;
}

/** What stands in a folder of events. */
export interface EventDays {
  /** Lines that are still added to, or were when the program ended. */
  readonly open: readonly EventPart[];
  readonly closed: readonly EventPart[];
  /** Lines whose closed file was made, and that were to be removed next: they count no more. */
  readonly left: readonly EventPart[];
}

const NAME = /^(\d{4}-\d\d-\d\d)(?:\.(\d+))?\.(jsonl|parquet)$/;

export const partStem = ({ day, part }: EventPart): string => `${day}${part === 1 ? '' : `.${part}`}`;
/** `2026-11-22.jsonl`, then `2026-11-22.2.jsonl`. */
export const linesName = (part: EventPart): string => `${partStem(part)}.jsonl`;
export const closedName = (part: EventPart): string => `${partStem(part)}.parquet`;

/** Which files there are; none where there is no such folder. */
export async function eventDays(folder: string): Promise<EventDays> {
  const found = (await namesIn(folder)).sort().flatMap((name) => {
    const [, day, part = '1', form] = NAME.exec(name) ?? [];
    return day === undefined ? [] : [{ day, part: Number(part), form }];
  });
  const parts = (form: string): EventPart[] =>
    found.filter((one) => one.form === form).map(({ day, part }) => ({ day, part }));
  const closed = parts('parquet');
  const isClosed = (one: EventPart): boolean => closed.some(({ day, part }) => day === one.day && part === one.part);
  const lines = parts('jsonl');
  return { open: lines.filter((one) => !isClosed(one)), closed, left: lines.filter(isClosed) };
}

/** Where events of a day are to be added: the lines that are open, or else new ones. */
export function partFor(day: string, { open, closed }: EventDays): EventPart {
  const last = (parts: readonly EventPart[]): number =>
    Math.max(0, ...parts.filter((one) => one.day === day).map(({ part }) => part));
  const part = last(closed) + 1;
  return open.find((one) => one.day === day && one.part === last(open)) ?? { day, part };
}

/** Cuts off a line that was not finished. */
export async function cutTorn(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  for (let at = size; at > 0; ) {
    const start = Math.max(0, at - BLOCK);
    const { buffer } = await file.read({ buffer: Buffer.alloc(at - start), position: start });
    const end = buffer.lastIndexOf(0x0a);
    if (end >= 0) return start + end + 1 < size ? file.truncate(start + end + 1) : undefined;
    at = start;
  }
  if (size > 0) await file.truncate(0);
}

/**
 * Makes Parquet of a day's lines. Lines count where there is no Parquet of their name, so a crash at any moment leaves each event once. Lines
 * that are no events stay aside in `….damaged`; returned is how many.
 */
export const closeDay = (folder: string, part: EventPart): Promise<number> => turns.run(() => close(folder, part));

async function close(folder: string, part: EventPart): Promise<number> {
  const lines = join(folder, linesName(part));
  const temporary = join(folder, `.${closedName(part)}.tmp`);
  await withFile(lines, 'r+', cutTorn);
  const damaged = (await countLines(lines)) - (await writeClosed(lines, temporary));
  await withFile(temporary, 'r+', (file) => file.sync());
  await rename(temporary, join(folder, closedName(part)));
  await syncFolder(folder);
  if (damaged > 0) await rename(lines, `${lines}.damaged`);
  else await rm(lines);
  return damaged;
}

const writeClosed = (lines: string, path: string): Promise<number> =>
  inScope(async (use) => {
    const duck = use(await openDuck({ memory: MEMORY, threads: 1 }));
    const connection = use(await duck.connect());
    const result = await connection.run(
      `COPY (SELECT ${EVENT_COLUMNS} FROM ${linesOf([lines])}) TO ${quoted(path)} (FORMAT parquet, COMPRESSION zstd)`,
    );
    return Number(result.rowsChanged);
  });

async function countLines(path: string): Promise<number> {
  const file = await open(path, 'r');
  let lines = 0;
  for await (const chunk of file.createReadStream()) for (const byte of chunk as Buffer) if (byte === 0x0a) lines++;
  return lines;
}
