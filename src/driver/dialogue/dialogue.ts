import type { Exchange, Reply } from '../../definition/instrument.ts';
import { EMPTY } from '../../kit/bytes.ts';
import { sleep } from '../../kit/clock.ts';
import { describeMilliseconds, milliseconds } from '../../kit/duration.ts';
import { ConnectionError, TimeoutError } from '../../kit/errors.ts';
import { Mutex } from '../../kit/mutex.ts';
import { Conversation } from './conversation.ts';
import { LONGEST_DRAIN, QUIET } from './hearing.ts';
import type { DialogueOptions, ExchangeOptions, FoundSample } from './options.ts';
import type { Speaker } from './speaker.ts';
import { isDue, talkOf, wakeTalkOf } from './talk.ts';

/** The instrument counts from its own last traffic, which was a little before ours. */
const DOZING = 0.99;

/** One exchange at a time with an instrument, in order of arrival, always cancellable. */
export class Dialogue implements Speaker, AsyncDisposable {
  readonly #options: DialogueOptions;
  readonly #conversation: Conversation;
  readonly #mutex = new Mutex();
  readonly #calls = new Set<AbortController>();
  #closed: ConnectionError | undefined;
  #unheard = true;
  #lastTraffic = Number.NEGATIVE_INFINITY;

  constructor(options: DialogueOptions) {
    this.#options = options;
    this.#conversation = new Conversation(options);
  }

  /** When something last came, in the clock's elapsed ms; -Infinity before that. */
  get lastTraffic(): number {
    return this.#lastTraffic;
  }

  /** Nothing came for so long, or not in time, that it has to be woken before it listens. */
  get mayBeAsleep(): boolean {
    const { wake, sleepsAfter } = this.#options.dialogue;
    if (wake === undefined) return false;
    const idle = this.#options.clock.elapsed() - this.#lastTraffic;
    return this.#unheard || (sleepsAfter !== undefined && idle >= DOZING * milliseconds(sleepsAfter));
  }

  /** Takes live bytes as they came, with the samples that the sieve found to be complete with them. */
  received(bytes: Uint8Array, samples: readonly FoundSample[]): void {
    this.#lastTraffic = this.#options.clock.elapsed();
    this.#unheard = false;
    this.#conversation.received(bytes, samples);
  }

  /**
   * Sends and returns the reply: without echo and prompt, and without samples that came by themselves.
   * Throws `TimeoutError`, `ProtocolError` (refused), `ConnectionError`, or the signal's reason.
   */
  exchange(exchange: Exchange, options: ExchangeOptions): Promise<Reply> {
    return this.runSteps([exchange], options);
  }

  /** As {@link exchange}, several with no other in between. One whose `when` does not match the reply before it is left out. */
  runSteps(steps: readonly Exchange[], options: ExchangeOptions): Promise<Reply> {
    return this.#alone(options.signal, async (signal) => {
      for (let retries = options.retries ?? 0; ; retries--) {
        try {
          return await this.#run(steps, options, signal);
        } catch (error) {
          if (!(error instanceof TimeoutError) || signal.aborted) throw error;
          this.#unheard = true;
          if (retries <= 0) throw error;
        }
      }
    });
  }

  /** Rouses it, whether or not it may be asleep; a `TimeoutError` when it does not answer. */
  wake(signal?: AbortSignal): Promise<void> {
    return this.#alone(signal, async (inner) => {
      await this.#conversation.clearUp(inner);
      await this.#wake(inner);
    });
  }

  /** The running exchange and all that wait fail with this at once. */
  lost(error: ConnectionError): void {
    for (const call of this.#calls) call.abort(error);
    this.#conversation.lost();
    this.#unheard = true;
  }

  /** As {@link lost}, for good. */
  close(): void {
    this.#closed = new ConnectionError('the dialogue with the instrument is closed');
    this.lost(this.#closed);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  /** Does the work when its turn comes. Its signal aborts with the caller's, and when the connection is lost. */
  async #alone<T>(outer: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.#closed !== undefined) throw this.#closed;
    outer?.throwIfAborted();
    const call = new AbortController();
    // Only waiting is left at once: work that is begun first puts things in order, and then lets go by itself.
    const waiting = new AbortController();
    const abort = (): void => call.abort(outer?.reason);
    const leave = (): void => waiting.abort(call.signal.reason);
    outer?.addEventListener('abort', abort, { once: true });
    call.signal.addEventListener('abort', leave, { once: true });
    this.#calls.add(call);
    try {
      return await this.#mutex.run(() => {
        call.signal.removeEventListener('abort', leave);
        return work(call.signal);
      }, waiting.signal);
    } finally {
      this.#calls.delete(call);
      outer?.removeEventListener('abort', abort);
    }
  }

  async #run(steps: readonly Exchange[], options: ExchangeOptions, signal: AbortSignal): Promise<Reply> {
    const { dialogue, streaming, guard } = this.#options;
    let reply: Reply | undefined;
    for (const step of steps) {
      if (!isDue(step, reply, guard)) continue;
      const talk = talkOf(step, dialogue, streaming, options);
      if (!talk.urgent) await this.#conversation.clearUp(signal);
      // In the middle of the steps a waking would be taken for an answer.
      if (reply === undefined && (options.wakeFirst ?? this.mayBeAsleep)) await this.#wake(signal);
      for (let times = options.times ?? 1; times > 0; times--) reply = await this.#conversation.say(talk, signal);
    }
    return reply ?? { text: '', bytes: EMPTY };
  }

  async #wake(signal: AbortSignal): Promise<void> {
    const { clock, dialogue, streaming } = this.#options;
    const wake = wakeTalkOf(dialogue, streaming);
    if (wake === undefined) return;
    const started = clock.elapsed();
    let received: Uint8Array = EMPTY;
    for (let tries = 1; tries <= wake.tries; tries++) {
      try {
        await this.#conversation.say(wake.talk, signal);
      } catch (error) {
        if (!(error instanceof TimeoutError) || signal.aborted) throw error;
        if (error.received.length > 0) received = error.received;
        continue;
      }
      // The tries before may be answered too.
      if (tries > 1 || this.#conversation.suspect) await this.#calm(signal);
      return;
    }
    const duration = describeMilliseconds(clock.elapsed() - started);
    throw new TimeoutError(`${wake.talk.awaited} (${wake.tries} times, to wake it)`, duration, received);
  }

  /** Waits until nothing came for a moment; where it never stops sending, not for long. */
  async #calm(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    const end = clock.elapsed() + LONGEST_DRAIN;
    for (;;) {
      const wait = Math.min(this.#lastTraffic + QUIET, end) - clock.elapsed();
      if (wait <= 0) return;
      await sleep(clock, wait, signal);
    }
  }
}
