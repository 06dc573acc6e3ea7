import { flushRunning } from '../control/flush-running.ts';
import { describeError } from '../kit/errors.ts';
import type { CliContext } from './context.ts';
import { loadConfig } from './load-config.ts';

/** Where a command finds the data. */
export interface DataOptions {
  readonly data: string;
  readonly config?: string;
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

/** The folder with the data, {@link flushed}. */
export async function storedData(
  context: CliContext,
  options: DataOptions,
  instrument: string | undefined,
  signal: AbortSignal,
): Promise<string> {
  const data = options.config === undefined ? options.data : (await loadConfig(options.config, context)).config.data;
  await flushed(context, instrument, signal);
  return data;
}
