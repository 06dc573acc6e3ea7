import { createContext, Script } from 'node:vm';
import { describeMilliseconds } from './duration.ts';
import { TimeoutError } from './errors.ts';
import { isRecord } from './records.ts';

const inside: { run: () => unknown } = { run: () => undefined };
const context = createContext(inside);
const script = new Script('run()');
let isInside = false;

/** The error belongs to the context that was broken off: it is none of our `Error`s. */
const isTimeout = (error: unknown): boolean => isRecord(error) && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';

/**
 * Runs what is synchronous and may never end, a loop or a regular expression, and breaks it off after `ms` with a `TimeoutError`. Within
 * another such run it is that one's limit that holds.
 */
export function timeLimited<T>(ms: number, what: string, work: () => T): T {
  if (isInside) return work();
  let result: { readonly value: T } | undefined;
  inside.run = () => {
    result = { value: work() };
  };
  isInside = true;
  try {
    script.runInContext(context, { timeout: ms });
  } catch (error) {
    if (isTimeout(error)) throw new TimeoutError(`the end of ${what}`, describeMilliseconds(ms));
    throw error;
  } finally {
    isInside = false;
  }
  if (result === undefined) throw new Error(`${what} did not run`);
  return result.value;
}
