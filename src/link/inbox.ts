import { StateError } from '../kit/errors.ts';
import type { Chunk } from './link.ts';

/** From how many bytes on the sender is held back, and down to how many until it may go on. */
const FULL = 256 * 1024;
const LOW = FULL / 4;
/** What a chunk costs in memory beside its bytes, roughly. */
const OVERHEAD = 128;

/** How to hold a sender back. Without it, what does not fit is dropped and counted. */
export interface Flow {
  pause(): void;
  resume(): void;
}

/** What has arrived and was not yet taken: a bounded queue between a source of bytes and its one consumer. */
export class Inbox implements AsyncIterable<Chunk> {
  readonly #flow: Flow | undefined;
  readonly #chunks: Chunk[] = [];
  #held = 0;
  #lost = 0;
  #paused = false;
  #ended = false;
  #taken = false;
  #wake: () => void = () => {};

  constructor(flow: Flow | undefined) {
    this.#flow = flow;
  }

  /** Whether the sender is held back, so that its silence means nothing. */
  get paused(): boolean {
    return this.#paused;
  }

  push(chunk: Chunk): void {
    if (this.#ended) return;
    if (this.#flow === undefined && this.#held >= FULL) {
      this.#lost += chunk.bytes.length;
      return;
    }
    this.#chunks.push(this.#lost > 0 ? { ...chunk, lostBefore: this.#lost } : chunk);
    this.#lost = 0;
    this.#held += chunk.bytes.length + OVERHEAD;
    if (this.#held >= FULL && !this.#paused) {
      this.#paused = true;
      this.#flow?.pause();
    }
    this.#wake();
  }

  /** What is held can still be taken; then the iteration ends. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Chunk, void, undefined> {
    if (this.#taken) throw new StateError('iterate', 'being iterated', []);
    this.#taken = true;
    try {
      for (;;) {
        const chunk = this.#chunks.shift();
        if (chunk !== undefined) {
          this.#release(chunk);
          yield chunk;
        } else if (this.#ended) {
          return;
        } else {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
        }
      }
    } finally {
      this.#taken = false;
    }
  }

  #release(chunk: Chunk): void {
    this.#held -= chunk.bytes.length + OVERHEAD;
    if (!this.#paused || this.#held > LOW) return;
    this.#paused = false;
    if (!this.#ended) this.#flow?.resume();
  }
}
