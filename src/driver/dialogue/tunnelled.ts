import type { Dialogue as DialogueInfo, Exchange, Reply } from '../../definition/instrument.ts';
import { toSteps } from '../../definition/send.ts';
import { withEither } from '../../kit/abort.ts';
import { EMPTY, escapeBytes, toBytes, toText } from '../../kit/bytes.ts';
import { type Clock, sleep } from '../../kit/clock.ts';
import { milliseconds } from '../../kit/duration.ts';
import { ConnectionError, NotImplementedError, ProtocolError, TimeoutError } from '../../kit/errors.ts';
import { Mutex } from '../../kit/mutex.ts';
import type { Exchange as ExchangeRecord } from '../../model/driver-event.ts';
import { type Guard, trusting } from '../guard.ts';
import type { Say } from '../host.ts';
import { matchAtEnd } from './ending.ts';
import type { ExchangeOptions } from './options.ts';
import type { Speaker } from './speaker.ts';
import { isDue } from './talk.ts';

export interface TunnelledOptions {
  readonly dialogue: DialogueInfo;
  readonly clock: Clock;
  readonly say: Say;
  /** Runs what the definition says is to be done at once. */
  readonly guard?: Guard | undefined;
  /** Hears of every exchange, however it ended. */
  readonly onExchange: (record: ExchangeRecord) => void;
}

/** The host adds its own. */
const NO_NEWLINE = '';

/**
 * Speaks through the driver of another instrument. Waking, echo, pace, where a reply ends and how long it is awaited are that
 * one's business; each text of an exchange is one of its commands.
 */
export class TunnelledDialogue implements Speaker {
  readonly #options: TunnelledOptions;
  readonly #mutex = new Mutex();
  readonly #rejected: ((text: string) => number | undefined) | undefined;
  #connected = new AbortController();

  constructor(options: TunnelledOptions) {
    this.#options = options;
    const { rejected } = options.dialogue;
    this.#rejected = rejected && matchAtEnd(rejected);
  }

  exchange(exchange: Exchange, options: ExchangeOptions): Promise<Reply> {
    return this.runSteps([exchange], options);
  }

  runSteps(steps: readonly Exchange[], options: ExchangeOptions): Promise<Reply> {
    const over = this.#connected.signal;
    return withEither([options.signal, over], (signal) =>
      this.#mutex.run(() => this.#withRetries(steps, options, signal), signal),
    );
  }

  /** The line is the other instrument's: what comes over it is no answer to this one. */
  received(): void {}

  lost(error: ConnectionError): void {
    const lost = this.#connected;
    this.#connected = new AbortController();
    lost.abort(error);
  }

  close(): void {
    this.#connected.abort(new ConnectionError('the dialogue with the instrument is closed'));
  }

  async #withRetries(steps: readonly Exchange[], options: ExchangeOptions, signal: AbortSignal): Promise<Reply> {
    for (let retries = options.retries ?? 0; ; retries--) {
      try {
        return await this.#run(steps, options, signal);
      } catch (error) {
        if (!(error instanceof TimeoutError) || signal.aborted || retries <= 0) throw error;
      }
    }
  }

  async #run(steps: readonly Exchange[], options: ExchangeOptions, signal: AbortSignal): Promise<Reply> {
    let reply: Reply | undefined;
    for (const step of steps) {
      if (!isDue(step, reply, this.#options.guard)) continue;
      for (let times = options.times ?? 1; times > 0; times--) reply = await this.#exchange(step, options, signal);
    }
    return reply ?? { text: '', bytes: EMPTY };
  }

  async #exchange({ send }: Exchange, options: ExchangeOptions, signal: AbortSignal): Promise<Reply> {
    const { clock, guard = trusting } = this.#options;
    let text = '';
    for (const step of toSteps(send, NO_NEWLINE)) {
      if (step instanceof Uint8Array) text = await this.#say(toText(step), options.command, signal);
      else if ('pause' in step) await sleep(clock, milliseconds(step.pause), signal);
      else throw new NotImplementedError('an instrument that is reached through another has no line to break');
    }
    guard('finding the end of a reply', () => options.onReceived?.(text));
    return { text, bytes: toBytes(text) };
  }

  async #say(text: string, command: string, signal: AbortSignal): Promise<string> {
    const { clock, say, onExchange, guard = trusting } = this.#options;
    const started = clock.elapsed();
    let received = '';
    let ended: ExchangeRecord['ended'] = 'aborted';
    try {
      received = await say(text, signal);
      const refused = guard('finding the end of a reply', () => this.#rejected?.(received));
      ended = refused === undefined ? 'prompt' : 'rejected';
    } catch (error) {
      if (!signal.aborted) ended = howItFailed(error);
      throw error;
    } finally {
      const said = { sent: escapeBytes(toBytes(text)), received: escapeBytes(toBytes(received)) };
      onExchange({ command, ...said, ended, milliseconds: clock.elapsed() - started });
    }
    if (ended === 'rejected') throw new ProtocolError('the instrument refused', text, received);
    return received;
  }
}

function howItFailed(error: unknown): ExchangeRecord['ended'] {
  if (error instanceof ConnectionError) return 'lost';
  if (error instanceof ProtocolError) return 'rejected';
  return error instanceof TimeoutError ? 'timeout' : 'aborted';
}
