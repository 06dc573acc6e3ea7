import type { Nanos } from './time.ts';

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

/** How far the wall clock may be from where the monotonic counter puts it, in ms, before it has been stepped: it is cut to whole ms. */
const AHEAD = 3;
const BEHIND = 2;

/** The machine's clock with the resolution of its monotonic counter, following the wall clock when that is stepped. */
function machineClock(): Clock {
  let origin = 0;
  let originNanos = 0n;
  return {
    now() {
      const elapsed = performance.now();
      const ahead = origin + elapsed - Date.now();
      if (ahead <= -BEHIND || ahead >= AHEAD) {
        origin -= ahead;
        originNanos = BigInt(Math.round(origin * 1000)) * 1000n;
      }
      return originNanos + BigInt(Math.round(elapsed * 1e6));
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
