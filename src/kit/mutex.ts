import { abortable } from './abort.ts';

/** Runs pieces of work one at a time, in order of arrival. Work whose signal aborts while it waits is never begun. */
export class Mutex {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const turn = this.#last;
    const result = turn.then(() => {
      signal?.throwIfAborted();
      return work();
    });
    this.#last = result.catch(() => {});
    return abortable(result, signal);
  }
}
