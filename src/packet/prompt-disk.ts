import { type Clock, systemClock } from '../kit/clock.ts';

/** A small write takes some microseconds. One that took so long waited for something, in ms. */
const SLOW = 1;
/** So many times as long as a slow write took, none is waited for. */
const REST = 100;

/** Knows whether the disk takes small writes at once, so that they can be waited for; then they cost no turn of another thread. */
export interface PromptDisk {
  /** False for a while after a write that took long: this process stands still for a hundredth of the time at most. */
  readonly isPrompt: boolean;
  /** Makes a write, and sees how long it takes. */
  watch<T>(write: () => T): T;
}

export function promptDisk({ elapsed }: Pick<Clock, 'elapsed'>): PromptDisk {
  let promptFrom = Number.NEGATIVE_INFINITY;
  return {
    get isPrompt() {
      return elapsed() >= promptFrom;
    },
    watch(write) {
      const began = elapsed();
      try {
        return write();
      } finally {
        const ended = elapsed();
        if (ended - began >= SLOW) promptFrom = ended + REST * (ended - began);
      }
    },
  };
}

/** That of all logs of this process: what one of them waits for, the next would wait for too. */
export const processDisk: PromptDisk = promptDisk(systemClock);
