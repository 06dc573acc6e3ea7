import { accessSync, existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { Option } from 'commander';
import { folders } from '../agent/folders.ts';
import { ConfigError } from '../kit/errors.ts';

export const generationOption = () =>
  new Option('--generation <which>', 'whose packet types the log has').choices(['newest', 'cpa']).default('newest');

/** How a log is named on the command line. */
export const LOG_ARGUMENT =
  "an instrument's id, <id>/<link> where it has several links, or a .datalog or .datalog.zst file";

/** A log given by its instrument's name or by a day's file. */
export interface LogPlace {
  readonly folder: string;
  readonly day?: string;
}

const FILE = /\.datalog(\.zst)?$/;

/** Where a log stands; a `ConfigError` where there is none. */
export function findLog(target: string, data: string): LogPlace {
  if (FILE.test(target)) {
    if (!existsSync(target)) throw new ConfigError([{ name: target, message: 'there is no such file' }]);
    return { folder: dirname(resolve(target)), day: basename(target).replace(FILE, '') };
  }
  const { log } = folders(data, target);
  try {
    accessSync(log);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')) throw cause;
    const message = `there is no log in ${log}; name the data folder (--data), its configuration (-c), or <id>/<link>`;
    throw new ConfigError([{ name: target, message }], { cause });
  }
  return { folder: log };
}
