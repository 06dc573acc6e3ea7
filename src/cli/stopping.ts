import { inScope, type Use } from '../kit/scope.ts';

/** One Ctrl-C may reach us twice: from the terminal, and handed on by npm. */
const SAME_REQUEST_MS = 1000;

/** What asks the process to stop, and its exit code where work was broken off. SIGPIPE: whoever read our output has gone. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129, SIGPIPE: 0 } as const;
type StopSignal = keyof typeof EXIT_CODES;
/** SIGPIPE is none of them: who hears it is told of every socket too whose other end has gone, and any client could end the program. */
const HEARD = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Work was broken off because the process was asked to stop: nothing that anybody needs to be told. */
export class Stopped extends Error {
  readonly exitCode: number;
  constructor(signal: StopSignal) {
    super(`stopped by ${signal}`);
    this.exitCode = EXIT_CODES[signal];
  }
}

const isBrokenPipe = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EPIPE';

const running = new Set<(signal: StopSignal) => void>();

/** Whoever read our output has gone: what runs is asked to stop. Returns whether anything runs. */
export function stopForReader(): boolean {
  for (const stop of running) stop('SIGPIPE');
  return running.size > 0;
}

/** Runs `work` with a signal that aborts when the process is asked to stop; asked once more, it ends at once. */
export async function untilStopped<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stopping = new AbortController();
  let asked = 0;
  const stop = (signal: StopSignal): void => {
    if (!stopping.signal.aborted) {
      asked = performance.now();
      stopping.abort(new Stopped(signal));
    } else if (signal !== 'SIGPIPE' && performance.now() - asked > SAME_REQUEST_MS) {
      process.exit(EXIT_CODES[signal]);
    }
  };
  for (const signal of HEARD) process.on(signal, stop);
  running.add(stop);
  try {
    return await work(stopping.signal);
  } catch (error) {
    throw isBrokenPipe(error) ? new Stopped('SIGPIPE') : error;
  } finally {
    for (const signal of HEARD) process.off(signal, stop);
    running.delete(stop);
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
