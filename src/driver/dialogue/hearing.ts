import type { Reply } from '../../definition/instrument.ts';
import { abortable } from '../../kit/abort.ts';
import type { Clock, Timer } from '../../kit/clock.ts';
import type { Listening, Verdict } from './listening.ts';
import type { FoundSample } from './options.ts';

/** What belongs together comes with no longer gaps than this, in ms: over a serial line, a terminal server, a slow radio. */
export const QUIET = 300;
/** What an exchange that was given up may still bring is waited for no longer than this, in ms. */
export const LONGEST_DRAIN = 3000;

/** How waiting for a reply ended. `unechoed`: complete, but what was typed did not come back. */
export interface Outcome {
  readonly ended: Verdict['ended'] | 'unechoed' | 'overlong';
  readonly reply: Reply;
  readonly refused?: readonly number[];
}

export interface HearingOptions {
  readonly clock: Clock;
  readonly listening: Listening;
  /** The reply is over after so many ms without more of it. */
  readonly silence: number | undefined;
  /** It may still say that it was asleep, which can look like a refusal at first. */
  readonly wakeable: boolean;
  /**
   * A late reply to an earlier command may come before this one. `echo`: what is not echoed is not the reply; `last`: the
   * last complete reply before a silence is.
   */
  readonly suspect: 'echo' | 'last' | undefined;
  readonly longest: number;
  /** Hears the whole lines that came. */
  readonly onLines: ((text: string) => void) | undefined;
}

/** Waits for one reply: lives from before its command is sent until it is over, or will not come any more. */
export class Hearing {
  readonly #options: HearingOptions;
  #outcome = Promise.withResolvers<Outcome>();
  /** When the reply grew to which length: samples that are cut out later did not break a silence. */
  #growth: { readonly length: number; readonly at: number }[] = [];
  #quietAfter: number;
  #armed = false;
  #over = false;
  #givenUp = false;
  #likely: Outcome | undefined;
  #timer: Timer | undefined;

  constructor(options: HearingOptions) {
    this.#options = options;
    this.#quietAfter = options.clock.elapsed();
  }

  /** From now on what comes may be the end; before, the command was typed only in part. */
  arm(): void {
    this.#armed = true;
  }

  take(bytes: Uint8Array, samples: readonly FoundSample[]): void {
    if (this.#over) return;
    const { listening, longest, onLines } = this.#options;
    const { acknowledged } = listening;
    const verdict = listening.hear(bytes, samples);
    this.#noteGrowth();
    if (listening.acknowledged && !acknowledged) this.#quietAfter = this.#options.clock.elapsed();
    if (listening.length > longest) {
      if (!this.#givenUp) this.#outcome.resolve({ ended: 'overlong', reply: listening.reply(0) });
      this.#startAnew();
    } else if (this.#armed) this.#judge(verdict);
    const lines = onLines && !this.#givenUp ? listening.newLines() : '';
    if (lines !== '') onLines?.(lines);
  }

  /** How it ended; `undefined` when it took longer than `timeout` ms. */
  async outcome(timeout: number, signal: AbortSignal): Promise<Outcome | undefined> {
    const late = Promise.withResolvers<Outcome | undefined>();
    const deadline = this.#over ? undefined : this.#options.clock.after(timeout, () => late.resolve(this.#likely));
    try {
      return await abortable(Promise.race([this.#outcome.promise, late.promise]), signal);
    } finally {
      deadline?.cancel();
      this.#timer?.cancel();
    }
  }

  /** Nobody awaits the reply any more; it goes on hearing, so that a late one is known for what it is. */
  giveUp(): void {
    this.#timer?.cancel();
    this.#armed = true;
    this.#givenUp = true;
    this.#quietAfter = this.#options.clock.elapsed();
    this.#outcome = Promise.withResolvers();
    if (this.#likely !== undefined) this.#settle(this.#likely);
  }

  /** After {@link giveUp}: waits until the late reply came, or nothing more comes. Whether it came. */
  async drained(signal: AbortSignal): Promise<boolean> {
    const { clock } = this.#options;
    const end = clock.elapsed() + LONGEST_DRAIN;
    while (!this.#over) {
      const wait = Math.min(this.#quietSince() + QUIET, end) - clock.elapsed();
      if (wait <= 0) return false;
      await this.outcome(wait, signal);
    }
    return true;
  }

  #judge(verdict: Verdict | undefined): void {
    const { suspect, wakeable, listening } = this.#options;
    if (verdict === undefined || (suspect === 'echo' && !listening.echoed)) {
      if (suspect !== 'last') this.#likely = undefined;
      this.#awaitQuiet();
      return;
    }
    const outcome = this.#outcomeOf(verdict);
    const doubtful =
      verdict.doubtful || suspect === 'last' || !listening.echoed || (verdict.ended === 'rejected' && wakeable);
    if (!doubtful || this.#givenUp) {
      this.#settle(outcome);
      return;
    }
    this.#likely = outcome;
    if (suspect === 'last') this.#startAnew();
    this.#awaitQuiet();
  }

  #outcomeOf({ ended, strip, refused }: Verdict): Outcome {
    const { listening } = this.#options;
    return {
      ended: ended === 'complete' && !listening.echoed ? 'unechoed' : ended,
      reply: listening.reply(strip),
      ...(refused && { refused }),
    };
  }

  #startAnew(): void {
    this.#options.listening.clear();
    this.#growth = [];
    this.#quietAfter = this.#options.clock.elapsed();
  }

  #noteGrowth(): void {
    const { length } = this.#options.listening;
    while ((this.#growth.at(-1)?.length ?? 0) > length) this.#growth.pop();
    if (length > (this.#growth.at(-1)?.length ?? 0)) this.#growth.push({ length, at: this.#options.clock.elapsed() });
  }

  #quietSince(): number {
    return Math.max(this.#quietAfter, this.#growth.at(-1)?.at ?? 0);
  }

  #awaitQuiet(): void {
    const { clock, silence, listening } = this.#options;
    this.#timer?.cancel();
    const begun = this.#growth.length > 0 || listening.acknowledged;
    const needed = this.#likely !== undefined ? QUIET : begun ? silence : undefined;
    if (needed === undefined || this.#givenUp) return;
    const wait = this.#quietSince() + needed - clock.elapsed();
    this.#timer = clock.after(wait, () =>
      this.#settle(this.#likely ?? this.#outcomeOf({ ended: 'complete', strip: 0 })),
    );
  }

  #settle(outcome: Outcome): void {
    this.#over = true;
    this.#timer?.cancel();
    this.#outcome.resolve(outcome);
  }
}
