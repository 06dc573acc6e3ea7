/**
 * A command that goes on after its event was handled, so that the machine stands in the command's own state and hears other
 * events meanwhile. Not a promise, so that a handler can return it without waiting for it.
 */
export class Running {
  readonly #done: Promise<unknown>;
  readonly #abort: (reason: unknown) => void;

  constructor(done: Promise<unknown>, abort: (reason: unknown) => void = () => {}) {
    this.#done = done;
    this.#abort = abort;
    // Whoever started it hears of its failure from `finish`, perhaps a moment later.
    done.catch(() => {});
  }

  /** Settles as the command does; the signal breaks it off. */
  async finish(signal?: AbortSignal): Promise<unknown> {
    const abort = (): void => this.#abort(signal?.reason);
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return await this.#done;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }
}

/** The result of a handler, once it is really there. */
export const finished = async (result: unknown, signal?: AbortSignal): Promise<unknown> =>
  result instanceof Running ? result.finish(signal) : result;
