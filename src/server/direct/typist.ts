import type { Clock } from '../../kit/clock.ts';
import { sleep } from '../../kit/clock.ts';
import { TooManyError } from '../../kit/errors.ts';

/** What is to be typed and is not yet: so many pieces, and bytes. */
const MOST = { pieces: 1000, bytes: 256 << 10 } as const;

/** Types one piece after the other, each in its own time. */
export class Typist {
  readonly #clock: Clock;
  readonly #over = new AbortController();
  #last: Promise<void> = Promise.resolve();
  #pieces = 0;
  #bytes = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** After everything before it. A `TooManyError` where too much waits already. */
  add(size: number, work: () => Promise<void>): Promise<void> {
    if (this.#pieces >= MOST.pieces || this.#bytes + size > MOST.bytes)
      throw new TooManyError(`${this.#pieces} pieces of ${this.#bytes} bytes wait to be typed already`, 1);
    this.#pieces++;
    this.#bytes += size;
    const done = this.#last.then(() => (this.#over.signal.aborted ? undefined : work()));
    this.#last = done
      .catch(() => {}) // told to whoever asked for it
      .finally(() => {
        this.#pieces--;
        this.#bytes -= size;
      });
    return done;
  }

  /** Character by character, with so many ms between two of them. */
  async type(bytes: Uint8Array, pace: number, write: (bytes: Uint8Array) => Promise<void>): Promise<void> {
    if (pace === 0) return write(bytes);
    for (const [i, byte] of bytes.entries()) {
      if (i > 0) await sleep(this.#clock, pace, this.#over.signal);
      await write(Uint8Array.of(byte));
    }
  }

  /** Nothing more is typed; resolves when what is being written is. */
  async stop(): Promise<void> {
    this.#over.abort(new Error('the session is over'));
    await this.#last;
  }
}
