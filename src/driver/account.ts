import type { Clock } from '../kit/clock.ts';
import { asError } from '../kit/errors.ts';
import { isRecord } from '../kit/records.ts';
import type { CommandReport, DriverAsyncEvent } from '../model/driver-event.ts';
import type { DriverEvent } from '../model/states.ts';
import type { CallOptions } from './instrument-driver.ts';

/** Calls that have something done: how each ended is told. */
const DOING: ReadonlySet<DriverEvent> = new Set([
  'discover',
  'set',
  'execute',
  'acquire_sample',
  'start_autosample',
  'stop_autosample',
  'test',
  'calibrate',
  'start_direct',
  'stop_direct',
]);

/** What a call asks of the protocol: `execute` holds another command and its arguments. */
export const commandOf = (event: string, args: unknown): { readonly command: string; readonly args: unknown } =>
  event === 'execute' && isRecord(args) ? { command: String(args.command), args: args.args } : { command: event, args };

export interface Call extends CallOptions {
  readonly event: DriverEvent;
  readonly args: unknown;
}

/** Does what was called for, and tells how it ended, of calls that have something done. */
export async function accounted<T>(
  { event, args, signal, by }: Call,
  clock: Clock,
  announce: (event: DriverAsyncEvent) => void,
  work: () => Promise<T>,
): Promise<T> {
  if (!DOING.has(event)) return work();
  const begun = clock.elapsed();
  const { command, args: own } = commandOf(event, args);
  const tell = (end: Pick<CommandReport, 'outcome' | 'error'>): void =>
    announce({
      type: 'command',
      command,
      args: isRecord(own) ? own : {},
      ...end,
      milliseconds: clock.elapsed() - begun,
      ...(by !== undefined && { by }),
    });
  try {
    const result = await work();
    tell({ outcome: 'done' });
    return result;
  } catch (thrown) {
    tell({ outcome: signal?.aborted ? 'aborted' : 'failed', error: asError(thrown) });
    throw thrown;
  }
}
