import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { Option } from 'commander';
import { folders } from '../agent/fleet.ts';
import { ConfigError } from '../kit/errors.ts';

export const dataOption = () => new Option('--data <folder>', 'where the logs are').default('./data');
export const generationOption = () =>
  new Option('--generation <which>', 'whose packet types the log has').choices(['newest', 'cpa']).default('newest');

/** How a log is named on the command line. */
export const LOG_ARGUMENT =
  "an instrument's name, <name>/<link> where it has several links, or a .datalog or .datalog.zst file";

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
  if (!existsSync(log)) {
    throw new ConfigError([
      { name: target, message: `there is no log in ${log}; give a .datalog file, --data, or <instrument>/<link>` },
    ]);
  }
  return { folder: log };
}
