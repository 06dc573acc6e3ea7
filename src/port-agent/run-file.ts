import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StateError } from '../kit/errors.ts';
import { lockFile } from '../kit/file-lock.ts';
import { writeFileAtomic } from '../kit/files.ts';
import { isRecord } from '../kit/records.ts';
import type { UpkeepRules } from '../packet/upkeep.ts';
import { isRunning } from './process-identity.ts';

/** The TCP ports that a port agent listens on. */
export interface Ports {
  readonly data: number;
  readonly command: number;
  readonly sniff: number;
  readonly http: number;
}

/** What a running port agent tells about itself in `<run>/<name>.json`. */
export interface RunFile {
  readonly name: string;
  readonly pid: number;
  /** Tells the process from a later one with the same pid; absent where the system cannot tell. */
  readonly identity?: string;
  /** ISO-8601. */
  readonly startedAt: string;
  readonly listen: string;
  readonly ports: Ports;
  readonly link: string;
  readonly data: string;
  readonly version: string;
  /** What it does with the days of its log that are over; absent in the file of an older one. */
  readonly upkeep?: UpkeepRules;
}

export const runFilePath = (run: string, name: string): string => join(run, `${name}.json`);

const PORT_NAMES = ['data', 'command', 'sniff', 'http'] as const;

const isPorts = (value: unknown): value is Ports =>
  isRecord(value) && PORT_NAMES.every((name) => Number.isInteger(value[name]));

const isRunFile = (value: unknown): value is RunFile =>
  isRecord(value) &&
  ['name', 'startedAt', 'listen', 'link', 'data', 'version'].every((key) => typeof value[key] === 'string') &&
  Number.isInteger(value.pid) &&
  (value.upkeep === undefined || isRecord(value.upkeep)) &&
  (value.identity === undefined || typeof value.identity === 'string') &&
  isPorts(value.ports);

/** What the run file says, whether or not the process still runs; undefined when there is none that can be read. */
async function readRunFile(run: string, name: string): Promise<RunFile | undefined> {
  try {
    const content: unknown = JSON.parse(await readFile(runFilePath(run, name), 'utf8'));
    return isRunFile(content) ? content : undefined;
  } catch {
    return undefined;
  }
}

/** The run file of the port agent that serves `name` now; undefined when none does. A file that a dead process left is not one. */
export async function runningPortAgent(run: string, name: string): Promise<RunFile | undefined> {
  const file = await readRunFile(run, name);
  return file && (await isRunning(file.pid, file.identity)) ? file : undefined;
}

/** All port agents that run now, by the files in `run`. */
export async function runningPortAgents(run: string): Promise<RunFile[]> {
  const names = await readdir(run, { recursive: true }).catch(() => []);
  const files = await Promise.all(
    names.filter((name) => name.endsWith('.json')).map((name) => runningPortAgent(run, name.slice(0, -'.json'.length))),
  );
  return files.filter((file) => file !== undefined);
}

/** The right to serve one instrument, held by one process at a time. */
export interface Claim {
  /** Tells the world; replaces what a dead process left. */
  publish(file: RunFile): Promise<void>;
  release(): Promise<void>;
}

/** Claims `name`, or throws a `StateError` that names who serves it; a claim ends with its process however that ends. */
export async function claim(run: string, name: string): Promise<Claim> {
  const path = join(run, `${name}.lock`);
  const lock = await lockFile(path);
  if (lock === undefined) {
    const holder = await runningPortAgent(run, name);
    const who = holder ? `process ${holder.pid}, since ${holder.startedAt}` : 'a process that is just starting';
    throw new StateError(`start port agent ${name}`, `already running (${who}; ${path})`, ['attach', 'stop']);
  }
  return {
    publish: (file) => writeFileAtomic(runFilePath(run, name), `${JSON.stringify(file, undefined, 2)}\n`),
    async release() {
      await rm(runFilePath(run, name), { force: true }).finally(() => lock[Symbol.dispose]());
    },
  };
}
