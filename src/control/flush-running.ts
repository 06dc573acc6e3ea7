import { withDeadline } from '../kit/abort.ts';
import type { Clock } from '../kit/clock.ts';
import { runningInstruments } from './control-client.ts';

/** So long is waited for it, in ms: who reads what is stored would rather have it late than never. */
const PATIENCE = 20_000;

/**
 * Has the processes that run an instrument of this name, or any where none is named, bring the samples that wait in their memory to the
 * disk. Nothing happens where none runs; rejects when one cannot.
 */
export async function flushRunning(clock: Clock, id?: string, signal?: AbortSignal): Promise<void> {
  const running = (await runningInstruments()).filter(({ status }) => id === undefined || status.id === id);
  if (running.length === 0) return;
  await withDeadline(clock, PATIENCE, 'a running program to write its samples', signal, (own) =>
    Promise.all(running.map((instrument) => instrument.ask('flush', {}, own))),
  );
}
