import { access, constants } from 'node:fs/promises';
import { Option } from 'commander';
import { flushRunning } from '../client/flush-running.ts';
import { ConfigError, describeError } from '../kit/errors.ts';
import type { CliContext } from './context.ts';
import { loadConfig } from './load-config.ts';

/** Where a command finds the data. */
export interface DataOptions {
  readonly data: string;
  readonly config?: string | undefined;
}

export const dataOption = (what: string): Option =>
  new Option('--data <folder>', `where ${what} are`).default('./data');
export const configOption = (): Option =>
  new Option('-c, --config <file>', 'the configuration that says where that is');

/** The data folder: that of the configuration where one is named. */
export const dataOf = async (context: CliContext, { data, config }: DataOptions): Promise<string> =>
  config === undefined ? data : (await loadConfig(config, context)).config.data;

/** The data folder of a command that only reads; a `ConfigError` where it is not there. */
export async function existingData(context: CliContext, options: DataOptions): Promise<string> {
  const data = await dataOf(context, options);
  await access(data, constants.R_OK | constants.X_OK).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') throw cause;
    const message = 'there is no such folder; name the one with the data (--data), or the configuration that does (-c)';
    throw new ConfigError([{ name: data, message }], { cause });
  });
  return data;
}

/**
 * Has a program that runs the instrument, or any one, write what it holds in memory. That it could not is said, and no more than that: what
 * is stored is there all the same.
 */
export async function flushed(
  { clock, stderr }: CliContext,
  instrument: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  await flushRunning(clock, instrument, signal).catch((error: unknown) => {
    signal.throwIfAborted();
    stderr.write(`sonde: the newest samples may be missing: ${describeError(error)}\n`);
  });
}

/** The data folder of a command that only reads, {@link flushed}. */
export async function storedData(
  context: CliContext,
  options: DataOptions,
  instrument: string | undefined,
  signal: AbortSignal,
): Promise<string> {
  const data = await existingData(context, options);
  await flushed(context, instrument, signal);
  return data;
}
