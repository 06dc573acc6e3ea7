import { type Clock, sleep, systemClock } from '../kit/clock.ts';
import { lockFile } from '../kit/file-lock.ts';
import { inScope } from '../kit/scope.ts';
import { streamLock } from './layout.ts';

/** How often one who waits looks again, in ms. A file is replaced in well under a second. */
const LOOK = 50;

/** Works on the files of a stream while nobody else does, in this process or another one; waits for its turn. */
export const withStreamLock = <T>(
  own: string,
  stream: string,
  work: () => Promise<T>,
  clock: Clock = systemClock,
): Promise<T> =>
  inScope(async (use) => {
    const path = streamLock(own, stream);
    while (use(await lockFile(path)) === undefined) await sleep(clock, LOOK);
    return await work();
  });
