import { readdir, realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ConfigError, describeError, type Issue } from '../kit/errors.ts';
import type { Nanos } from '../kit/time.ts';
import { PacketDecoder } from '../packet/decoder.ts';
import type { Generation } from '../packet/types.ts';
import { beginsLikeDcl } from '../sieve/dcl-input.ts';
import { detectForm, inputDecoder } from '../sieve/input.ts';
import { generationOf, type TimedForm } from './pieces.ts';
import { bytesOf, type RecordedFile } from './recorded-file.ts';

/** A file that can be imported. */
export interface Surveyed extends RecordedFile {
  readonly form: TimedForm;
  readonly generation: Generation;
  /** The first time in it. */
  readonly first: Nanos;
}

/** So much of a file is looked at. */
const HEAD = 1 << 20;

/** The files under these places, each once, by their full paths: by these an import knows them later. Hidden ones are passed over. A `ConfigError` names all places that are not there. */
export async function filesUnder(places: readonly string[]): Promise<RecordedFile[]> {
  const issues: Issue[] = [];
  const found = new Map<string, RecordedFile>();
  const looked = new Set<string>();
  /** Files, and what was looked at before. */
  let entries = 0;
  const look = async (path: string): Promise<void> => {
    // A link may lead back to a folder above it.
    const real = await realpath(path);
    if (looked.has(real)) {
      entries++;
      return;
    }
    looked.add(real);
    const { size, mtimeMs, ...entry } = await statOf(path);
    if (entry.isDirectory) {
      const names = (await readdir(path)).filter((name) => !name.startsWith('.')).sort();
      for (const name of names) await look(join(path, name));
    } else if (entry.isFile) {
      found.set(path, { path, size, modified: mtimeMs });
      entries++;
    } else issues.push({ name: path, message: 'is neither a file nor a folder' });
  };
  for (const place of places) {
    const before = entries;
    await look(resolve(place)).catch((error) =>
      issues.push({ name: place, message: `cannot be read: ${describeError(error)}` }),
    );
    if (entries === before && issues.length === 0) {
      issues.push({ name: place, message: 'the folder holds no file' });
    }
  }
  if (issues.length > 0) throw new ConfigError(issues);
  return [...found.values()];
}

async function statOf(path: string) {
  const entry = await stat(path);
  return { size: entry.size, mtimeMs: entry.mtimeMs, isDirectory: entry.isDirectory(), isFile: entry.isFile() };
}

/** Looks at the beginning of each file: what it holds, and from when on. In the order of their times; a `ConfigError` names all that are no such thing. */
export async function survey(
  files: readonly RecordedFile[],
  generation: Generation | undefined,
  signal?: AbortSignal,
): Promise<Surveyed[]> {
  const issues: Issue[] = [];
  const surveyed: Surveyed[] = [];
  for (const file of files) {
    signal?.throwIfAborted();
    const found = await surveyOne(file, generation).catch((error) => `cannot be read: ${describeError(error)}`);
    if (typeof found === 'string') issues.push({ name: file.path, message: found });
    else surveyed.push(found);
  }
  if (issues.length > 0) throw new ConfigError(issues);
  return surveyed.sort((a, b) => Number(a.first - b.first) || (a.path < b.path ? -1 : 1));
}

async function surveyOne(file: RecordedFile, wanted: Generation | undefined): Promise<Surveyed | string> {
  const head = await headOf(file.path);
  if (head.length === 0) return 'is empty: leave it out';
  const found = detectForm(head);
  const form = found === 'raw' && beginsLikeDcl(head) ? 'dcl' : found;
  if (form === 'raw' || form === 'hex') {
    return 'is neither a log of a port agent (.datalog) nor one of a DCL, whose lines begin with a time such as 2014/10/11 00:29:28.576: when its bytes arrived is not known (sonde decode reads it)';
  }
  const packets = form === 'datalog' ? packetsIn(head) : [];
  const first = form === 'datalog' ? packets[0]?.time : firstTimeIn(head, form);
  if (first === undefined) return `begins with ${head.length} bytes in which nothing has a time`;
  return { ...file, form, generation: wanted ?? generationOf(packets), first };
}

async function headOf(path: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of bytesOf(path)) {
    parts.push(part);
    length += part.length;
    if (length >= HEAD) break;
  }
  return Buffer.concat(parts).subarray(0, HEAD);
}

function packetsIn(head: Buffer) {
  const decoder = new PacketDecoder({ patience: Number.POSITIVE_INFINITY });
  const packets = decoder.push(head);
  return packets.length > 0 ? packets : decoder.end();
}

function firstTimeIn(head: Buffer, form: 'dcl' | 'dcl-hex'): Nanos | undefined {
  const decoder = inputDecoder(form);
  return [...decoder.push(head), ...decoder.end()].find(({ time }) => time !== undefined)?.time;
}
