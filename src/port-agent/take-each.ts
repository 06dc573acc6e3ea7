import type { Readable } from 'node:stream';

/**
 * Hands on what comes, one piece after the other; nothing is read while the one before is being taken. Resolves when the stream has
 * ended and all of it was taken; rejects as the stream or `take` fails. As `for await`, but for the many turns that an iterator takes.
 */
export function takeEach(stream: Readable, take: (bytes: Buffer) => Promise<void> | void): Promise<void> {
  return new Promise((resolve, reject) => {
    const waiting: Buffer[] = [];
    let busy = false;
    let ended = false;
    const fail = (error: unknown): void => {
      reject(error);
      stream.destroy();
    };
    const work = async (first: Buffer): Promise<void> => {
      busy = true;
      for (let bytes: Buffer | undefined = first; bytes !== undefined; bytes = waiting.shift()) await take(bytes);
      busy = false;
      if (ended) resolve();
      else if (stream.isPaused()) stream.resume();
    };
    const end = (): void => {
      ended = true;
      if (!busy) resolve();
    };
    stream.on('error', fail).on('end', end).on('close', end);
    stream.on('data', (bytes: Buffer) => {
      if (busy) {
        waiting.push(bytes);
        stream.pause();
      } else work(bytes).catch(fail);
    });
  });
}
