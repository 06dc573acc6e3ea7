import { describeError } from '../kit/errors.ts';
import type { Logger } from '../kit/logger.ts';

/**
 * Writes what is to outlive the program where that is possible. A disk that is full, or a database that another program holds, is no reason
 * for anything to end: what holds now goes on to hold, and `loss` is said, once until it is possible again.
 */
export function keeping(logger: Logger, loss: string): (write: () => unknown) => void {
  let isSaid = false;
  return (write) => {
    try {
      write();
      isSaid = false;
    } catch (error) {
      if (!isSaid) logger.error({ error: describeError(error) }, loss);
      isSaid = true;
    }
  };
}
