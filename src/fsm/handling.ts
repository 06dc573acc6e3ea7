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

/** Whether a handling is part of a handler of this machine that is still running. */
export function isPartOf(handling: Handling | undefined, machine: object): boolean {
  for (let at = handling; at !== undefined; at = at.outer) {
    if (at.running && at.machine === machine) return true;
  }
  return false;
}

/**
 * From now on the caller runs a handler of `machine` that `outer` waits for. It must be an async function that does nothing else:
 * what it does later counts as inside too, until another handling begins or this one has ended.
 */
export function begin(machine: object, outer: Handling | undefined): Handling {
  const handling: Handling = { machine, outer, running: true };
  // Not `run`, which makes a second context to go back to.
  store.enterWith(handling);
  return handling;
}

export function end(handling: Handling): void {
  // Sockets and timers that the handler made keep its context: it must not keep the whole history alive.
  handling.running = false;
  handling.outer = undefined;
}

export const isPromise = <T>(result: T | Promise<T>): result is Promise<T> => result instanceof Promise;

/** Goes on with a result: at once, where it need not be waited for. Most handlers are done when they return. */
export const andThen = <T, U>(result: T | Promise<T>, next: (result: T) => U | Promise<U>): U | Promise<U> =>
  isPromise(result) ? result.then(next) : next(result);

/**
 * Runs `tell` as if no handler were running. For telling listeners from inside a handler: they are not waited for, so
 * they may send events to the same machine and wait for them.
 */
export const outsideHandlers = <T>(tell: () => T): T =>
  store.getStore() === undefined ? tell() : store.run(undefined, tell);
