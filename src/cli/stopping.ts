import { inScope, type Use } from '../kit/scope.ts';

/** One Ctrl-C may reach us twice: from the terminal, and handed on by npm. */
const SAME_REQUEST_MS = 1000;

/** Runs `work` with a signal that aborts when the process is asked to stop; asked once more, it ends at once. */
export async function untilStopped<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stopping = new AbortController();
  let asked = 0;
  const stop = (signal: NodeJS.Signals): void => {
    if (!stopping.signal.aborted) {
      asked = performance.now();
      stopping.abort(new Error(`stopped by ${signal}`));
    } else if (performance.now() - asked > SAME_REQUEST_MS) {
      process.exit(signal === 'SIGINT' ? 130 : 143);
    }
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    return await work(stopping.signal);
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

/** The same, with resources that are let go at the end. */
export const runInScope = <T>(work: (use: Use, signal: AbortSignal) => Promise<T>): Promise<T> =>
  untilStopped((signal) => inScope((use) => work(use, signal)));

/** Resolves when the signal aborts. */
export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
