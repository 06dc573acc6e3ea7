import { abortable } from '../kit/abort.ts';
import type { Clock, Timer } from '../kit/clock.ts';
import { describeMilliseconds } from '../kit/duration.ts';
import { ConnectionError, NotImplementedError } from '../kit/errors.ts';
import { connectionError } from './explain.ts';
import { type Flow, Inbox } from './inbox.ts';
import type { Chunk, Link } from './link.ts';

/** What a link needs of the thing that carries its bytes. */
export interface Medium {
  /** Absent where the sender cannot be held back. */
  readonly flow?: Flow;
  /** Resolves when the operating system has taken the bytes. */
  write(bytes: Uint8Array): Promise<void>;
  /** Absent where there is no such thing. */
  sendBreak?(ms: number): Promise<string | undefined>;
  /** Lets go of the connection; called once. */
  release(): Promise<void>;
}

export interface MediumLinkOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly quietLimit?: number | undefined;
}

/** How many bytes may wait for a device that does not take them. */
const WRITE_LIMIT = 1024 * 1024;

/** The part of a link that is the same whatever carries it. The medium's own code calls {@link receive} and {@link fail}. */
export class MediumLink implements Link {
  readonly name: string;
  readonly closed: Promise<Error | undefined>;
  readonly #medium: Medium;
  readonly #clock: Clock;
  readonly #inbox: Inbox;
  readonly #gone = new AbortController();
  readonly #settle: (reason: Error | undefined) => void;
  #released: Promise<void> | undefined;
  /** What rejects the writes that the operating system has not taken. */
  readonly #unwritten = new Set<(reason: unknown) => void>();
  #writing = 0;
  #heard: number;
  #quiet: Timer | undefined;

  constructor(medium: Medium, { name, clock, quietLimit }: MediumLinkOptions) {
    const { promise, resolve } = Promise.withResolvers<Error | undefined>();
    this.name = name;
    this.closed = promise;
    this.#settle = resolve;
    this.#medium = medium;
    this.#clock = clock;
    this.#inbox = new Inbox(medium.flow && this.#timed(medium.flow));
    this.#heard = clock.elapsed();
    if (quietLimit !== undefined) this.#watch(quietLimit);
  }

  get chunks(): AsyncIterable<Chunk> {
    return this.#inbox;
  }

  /** Bytes came in. They are kept as they are: the medium must not use their memory again. */
  receive(bytes: Uint8Array, room = 0): void {
    this.#heard = this.#clock.elapsed();
    if (bytes.length > 0) this.#inbox.push({ time: this.#clock.now(), bytes, room });
  }

  /** The connection ended, and not from here. The first reason counts. */
  fail(thrown: unknown): void {
    void this.#end(connectionError(this.name, thrown));
  }

  async write(bytes: Uint8Array, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.#gone.signal.throwIfAborted();
    if (this.#writing > 0 && this.#writing + bytes.length > WRITE_LIMIT) {
      throw new ConnectionError(`${this.name}: the device takes nothing; ${this.#writing} bytes are waiting for it`);
    }
    await abortable(this.#handOver(bytes), signal);
  }

  /** Settles when the operating system has taken the bytes, or the link ends. */
  #handOver(bytes: Uint8Array): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const settled = (): void => {
      this.#writing -= bytes.length;
      this.#unwritten.delete(reject);
    };
    this.#writing += bytes.length;
    this.#unwritten.add(reject);
    this.#medium.write(bytes).then(
      () => {
        settled();
        resolve();
      },
      (thrown) => {
        settled();
        reject(connectionError(this.name, thrown));
      },
    );
    return promise;
  }

  async sendBreak(ms: number): Promise<string | undefined> {
    this.#gone.signal.throwIfAborted();
    if (this.#medium.sendBreak === undefined)
      throw new NotImplementedError(`${this.name}: this kind of link has no break`);
    return abortable(this.#medium.sendBreak(ms), this.#gone.signal);
  }

  async close(): Promise<void> {
    await this.#end(undefined);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #end(reason: Error | undefined): Promise<void> {
    if (this.#released === undefined) {
      this.#quiet?.cancel();
      const why = reason ?? new ConnectionError(`${this.name}: the link was closed`);
      this.#gone.abort(why);
      for (const reject of this.#unwritten) reject(why);
      this.#inbox.end();
      this.#released = this.#medium.release().finally(() => this.#settle(reason));
    }
    return this.#released;
  }

  /** While the sender is held back its silence is our own. */
  #timed(flow: Flow): Flow {
    return {
      pause: () => flow.pause(),
      resume: () => {
        this.#heard = this.#clock.elapsed();
        flow.resume();
      },
    };
  }

  #watch(limit: number): void {
    const left = this.#inbox.paused ? limit : this.#heard + limit - this.#clock.elapsed();
    if (left <= 0) this.fail(new ConnectionError(`${this.name}: no bytes for ${describeMilliseconds(limit)}`));
    else this.#quiet = this.#clock.after(left, () => this.#watch(limit));
  }
}
