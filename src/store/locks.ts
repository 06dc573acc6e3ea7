import { type Clock, sleep, systemClock } from '../kit/clock.ts';
import { lockFile } from '../kit/file-lock.ts';
import { inScope } from '../kit/scope.ts';
import { streamLock } from './layout.ts';

/** How often one who waits looks again, in ms. A file is replaced in well under a second. */
const LOOK = 50;

/** Works while nobody else holds the file of a lock, in this process or another one; waits for its turn. */
export const withLock = <T>(path: string, work: () => Promise<T>, clock: Clock = systemClock): Promise<T> =>
  inScope(async (use) => {
    while (use(await lockFile(path)) === undefined) await sleep(clock, LOOK);
    return await work();
  });

/** Works on the files of a stream while nobody else does. */
export const withStreamLock = <T>(own: string, stream: string, work: () => Promise<T>, clock?: Clock): Promise<T> =>
  withLock(streamLock(own, stream), work, clock);
