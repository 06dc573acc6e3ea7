import { AsyncLocalStorage } from 'node:async_hooks';

/** One run of a handler. Whatever it calls, however deep and across however many machines, can tell that it is inside. */
export interface Handling {
  readonly machine: object;
  /** The handling whose handler is waiting for this one. */
  outer: Handling | undefined;
  running: boolean;
}

const store = new AsyncLocalStorage<Handling | undefined>();

/** The innermost handler run that the caller is part of and that has not ended. */
export function currentHandling(): Handling | undefined {
  let handling = store.getStore();
  while (handling !== undefined && !handling.running) handling = handling.outer;
  return handling;
}

/** Whether the caller is part of a handler of this machine that is still running. */
export function isInside(machine: object): boolean {
  for (let at = currentHandling(); at !== undefined; at = at.outer) {
    if (at.running && at.machine === machine) return true;
  }
  return false;
}

/** Runs `work` as a handler of `machine` that `outer` waits for. */
export async function inside<T>(machine: object, outer: Handling | undefined, work: () => T | Promise<T>): Promise<T> {
  const handling: Handling = { machine, outer, running: true };
  try {
    const result = store.run(handling, work);
    return isPromise(result) ? await result : result;
  } finally {
    // Sockets and timers that the handler made keep its context: it must not keep the whole history alive.
    handling.running = false;
    handling.outer = undefined;
  }
}

/** What is not waited for takes no turn of the event loop's microtasks: most handlers are done when they return. */
export const isPromise = <T>(result: T | Promise<T>): result is Promise<T> => result instanceof Promise;

/**
 * Runs `tell` as if no handler were running. For telling listeners from inside a handler: they are not waited for, so
 * they may send events to the same machine and wait for them.
 */
export const outsideHandlers = <T>(tell: () => T): T =>
  store.getStore() === undefined ? tell() : store.run(undefined, tell);
