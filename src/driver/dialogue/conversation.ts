import type { Reply } from '../../definition/instrument.ts';
import { EMPTY, escapeBytes } from '../../kit/bytes.ts';
import { describeMilliseconds } from '../../kit/duration.ts';
import { ConnectionError, ProtocolError, TimeoutError } from '../../kit/errors.ts';
import type { Exchange as ExchangeRecord } from '../../model/driver-event.ts';
import { type Excerpt, excerpt } from './excerpt.ts';
import { Hearing, type Outcome } from './hearing.ts';
import { listenFor } from './listening.ts';
import type { DialogueOptions, FoundSample } from './options.ts';
import { RefusalError } from './refusal.ts';
import { spoilTalk, type Talk } from './talk.ts';
import { type } from './typing.ts';

const LONGEST_REPLY = 1024 * 1024;
/** So much of a reply is quoted in an error. */
const LONGEST_QUOTE = 500;
const NO_REPLY: Reply = { text: '', bytes: EMPTY };

interface Transcript {
  readonly sent: Excerpt;
  readonly came: Excerpt;
}

type Typing = 'not begun' | 'begun' | 'done';

/**
 * Says one thing at a time and hears the answer. What is said together is the caller's business.
 *
 * A reply that was given up (time-out, abort) may still come. Before the next command is sent, its end is waited for, or a
 * short silence. If it did not come by then, the next reply is only believed after its echo; without echoes, the last
 * complete reply before a short silence is taken.
 */
export class Conversation {
  readonly #options: DialogueOptions;
  #hearing: Hearing | undefined;
  #transcript: Transcript | undefined;
  #echo: { readonly byte: number; readonly heard: () => void } | undefined;
  /** The hearing of what was given up, and whether its command was typed only in part. */
  #leftover: { readonly hearing: Hearing; readonly halfTyped: boolean } | undefined;
  #suspect = false;

  constructor(options: DialogueOptions) {
    this.#options = options;
  }

  /** Whether a late reply to something else may still come. */
  get suspect(): boolean {
    return this.#suspect;
  }

  received(bytes: Uint8Array, samples: readonly FoundSample[]): void {
    this.#transcript?.came.add(bytes);
    if (this.#echo !== undefined && bytes.includes(this.#echo.byte)) this.#echo.heard();
    this.#hearing?.take(bytes, samples);
  }

  /** What was begun is not answered on this connection any more, but perhaps late on the next. */
  lost(): void {
    this.#forget();
    this.#suspect = true;
  }

  /** Puts in order what was left behind by an exchange that was given up. */
  async clearUp(signal: AbortSignal): Promise<void> {
    const left = this.#leftover;
    if (left === undefined) return;
    const { dialogue, streaming } = this.#options;
    if (left.halfTyped && dialogue.newline !== '') {
      await this.say(spoilTalk(dialogue, streaming), signal).catch((error: unknown) => {
        if (!(error instanceof TimeoutError) || signal.aborted) throw error;
      });
      this.#suspect = true;
    } else {
      this.#suspect = !(await left.hearing.drained(signal));
    }
    this.#forget();
  }

  /** One exchange, and its record. */
  async say(talk: Talk, signal: AbortSignal): Promise<Reply> {
    const { clock, onExchange } = this.#options;
    const transcript = { sent: excerpt(), came: excerpt() };
    const started = clock.elapsed();
    let ended: ExchangeRecord['ended'] = 'aborted';
    this.#transcript = transcript;
    try {
      const first = await this.#once(talk, transcript, talk.wakeable, signal);
      const outcome = first.ended === 'woken' ? await this.#once(talk, transcript, false, signal) : first;
      ended = outcome.ended === 'rejected' ? 'rejected' : talk.ended;
      this.#check(talk, outcome);
      if (talk.ended !== 'nothing awaited') {
        this.#forget();
        this.#suspect &&= talk.urgent;
      }
      return outcome.reply;
    } catch (error) {
      ended = howItFailed(error, signal) ?? ended;
      throw error;
    } finally {
      this.#transcript = undefined;
      onExchange?.({
        command: talk.command,
        sent: transcript.sent.text,
        received: transcript.came.text,
        ended,
        milliseconds: clock.elapsed() - started,
      });
    }
  }

  #forget(): void {
    this.#hearing = undefined;
    this.#leftover = undefined;
  }

  #check(talk: Talk, { ended, reply, refused }: Outcome): void {
    const answer = escapeBytes(reply.bytes, LONGEST_QUOTE);
    if (ended === 'rejected') throw new RefusalError(talk.text, answer, refused);
    if (ended === 'unechoed' && this.#options.dialogue.echo === 'verify') {
      throw new ProtocolError('what was typed did not come back as it was typed', talk.text, answer);
    }
  }

  async #once(talk: Talk, transcript: Transcript, wakeable: boolean, signal: AbortSignal): Promise<Outcome> {
    const hearing = this.#listen(talk, wakeable);
    let typing: Typing = 'not begun';
    try {
      await type(talk.steps, {
        ...this.#options,
        signal,
        pace: talk.pace,
        patience: talk.timeout,
        send: (bytes, inner) => {
          typing = 'begun';
          transcript.sent.add(bytes);
          return this.#options.send(bytes, inner);
        },
        echoOf: (byte) => this.#echoOf(byte),
        beforeLast: () => hearing.arm(),
      });
      typing = 'done';
      if (talk.ended === 'nothing awaited') return { ended: 'complete', reply: NO_REPLY };
      return await heard(hearing, talk, transcript, signal);
    } catch (error) {
      this.#giveUp(hearing, typing, error);
      throw error;
    } finally {
      this.#echo = undefined;
      this.#hearing = this.#leftover?.hearing;
    }
  }

  #listen(talk: Talk, wakeable: boolean): Hearing {
    const { clock, dialogue, longestReply = LONGEST_REPLY } = this.#options;
    const echoes = talk.sent.length > 0 && dialogue.echo !== undefined && dialogue.echo !== 'none';
    this.#hearing = new Hearing({
      clock,
      listening: listenFor({ ...talk, dialogue, wakeable }),
      silence: talk.silence,
      wakeable,
      suspect: !this.#suspect || talk.urgent ? undefined : echoes ? 'echo' : 'last',
      longest: longestReply,
      onLines: talk.onLines,
    });
    return this.#hearing;
  }

  #echoOf(byte: number): Promise<void> {
    return new Promise((heard) => {
      this.#echo = { byte, heard };
    });
  }

  #giveUp(hearing: Hearing, typing: Typing, error: unknown): void {
    if (typing === 'not begun' || error instanceof ConnectionError) return;
    hearing.giveUp();
    this.#leftover = { hearing, halfTyped: typing === 'begun' };
  }
}

async function heard(hearing: Hearing, talk: Talk, { came }: Transcript, signal: AbortSignal): Promise<Outcome> {
  const outcome = await hearing.outcome(talk.timeout, signal);
  if (outcome === undefined) throw new TimeoutError(talk.awaited, describeMilliseconds(talk.timeout), came.bytes);
  if (outcome.ended !== 'overlong') return outcome;
  const { bytes } = outcome.reply;
  throw new ProtocolError(`no end in ${bytes.length} bytes`, talk.text, escapeBytes(bytes, LONGEST_QUOTE));
}

function howItFailed(error: unknown, signal: AbortSignal): ExchangeRecord['ended'] | undefined {
  if (error instanceof ConnectionError) return 'lost';
  if (error instanceof ProtocolError) return undefined;
  return error instanceof TimeoutError && !signal.aborted ? 'timeout' : 'aborted';
}
