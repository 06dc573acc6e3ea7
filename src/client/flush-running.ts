import { withDeadline } from '../kit/abort.ts';
import type { Clock } from '../kit/clock.ts';
import { programsHere } from './programs.ts';
import { sendForJson } from './send.ts';

/** So long is waited for it, in ms: who reads what is stored would rather have it late than never. */
const PATIENCE = 20_000;

/**
 * Has the programs of this machine that run an instrument of this name, or any where none is named, bring the samples that wait in their
 * memory to the disk. Nothing happens where none runs; rejects when one cannot.
 */
export const flushRunning = (clock: Clock, id?: string, signal?: AbortSignal): Promise<void> =>
  withDeadline(clock, PATIENCE, 'a running program to write its samples', signal, async (own) => {
    for (const { place, instruments } of await programsHere('sonde flush', own)) {
      for (const one of instruments.filter((other) => id === undefined || other.id === id)) {
        await sendForJson(place, `/instruments/${one.id}/flush`, { method: 'POST', signal: own });
      }
    }
  });
