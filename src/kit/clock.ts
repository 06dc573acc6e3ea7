import { type Nanos, SECOND } from './time.ts';

export interface Timer {
  cancel(): void;
}

/** Where time comes from. Everything that waits is given one, so that tests can turn a day in a moment. */
export interface Clock {
  /** Wall clock. */
  now(): Nanos;
  /** Milliseconds that never go back, for measuring how long something took. */
  elapsed(): number;
  /** Calls `run` once after `ms`; soon, where that is less than nothing. */
  after(ms: number, run: () => void): Timer;
}

const STEP = 2_000_000n;

/** The machine's clock with the resolution of its monotonic counter, following the wall clock when that is stepped. */
function machineClock(): Clock {
  let offset = BigInt(Date.now()) * 1_000_000n - process.hrtime.bigint();
  return {
    now() {
      const wall = BigInt(Date.now()) * 1_000_000n;
      const fine = process.hrtime.bigint() + offset;
      const difference = fine - wall;
      if (difference > -STEP && difference < STEP + SECOND / 1000n) return fine;
      offset += wall - fine;
      return wall;
    },
    elapsed: () => performance.now(),
    after(ms, run) {
      const timer = setTimeout(run, Math.min(Math.max(ms, 0), 0x7fff_ffff));
      return { cancel: () => clearTimeout(timer) };
    },
  };
}

export const systemClock: Clock = machineClock();

/** Resolves after `ms`; rejects with the signal's reason as soon as it aborts. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const abort = (): void => {
      timer.cancel();
      reject(signal!.reason);
    };
    const timer = clock.after(ms, () => {
      signal?.removeEventListener('abort', abort);
      resolve();
    });
    signal?.addEventListener('abort', abort, { once: true });
  });
}

/** Calls `run` every `ms` until cancelled; a late call does not pile up. */
export function every(clock: Clock, ms: number, run: () => void): Timer {
  let timer = clock.after(ms, tick);
  function tick(): void {
    timer = clock.after(ms, tick);
    run();
  }
  return { cancel: () => timer.cancel() };
}
