import { concatBytes, EMPTY, toBytes } from '../kit/bytes.ts';
import type { FrameMatcher } from './frame-matcher.ts';

/** How many bytes that belong to nothing may come before the reply does. */
const PATIENCE = 256;

interface Expected {
  readonly matcher: FrameMatcher;
  readonly after: Buffer;
  /** How many more bytes that belong to nothing may come; negative when it is not expected. */
  patience: number;
}

/**
 * The frames that only the command before them tells apart. At the very start each of them is expected, but not behind any other
 * byte: a file may begin with one, and so may what a sieve left undecided.
 */
export class ExpectedReplies {
  readonly #all: readonly Expected[];
  readonly #longest: number;
  #sent: Uint8Array = EMPTY;
  /** What was asked before the input began is not known: the same reply may come several times. */
  #unasked = true;
  /** Those that may begin now. */
  now: readonly FrameMatcher[];

  constructor(matchers: readonly FrameMatcher[]) {
    this.#all = matchers.map((matcher) => ({ matcher, after: Buffer.from(toBytes(matcher.after ?? '')), patience: 0 }));
    this.#longest = Math.max(0, ...this.#all.map(({ after }) => after.length));
    this.now = matchers;
  }

  /** Looks for the commands in what was sent; one that was typed in pieces is found too. */
  sent(bytes: Uint8Array): void {
    if (this.#all.length === 0) return;
    const typed = Buffer.from(concatBytes([this.#sent, bytes]));
    for (const expected of this.#all) {
      const at = typed.lastIndexOf(expected.after);
      if (at < 0 || at + expected.after.length <= this.#sent.length) continue;
      expected.patience = PATIENCE;
      this.#unasked = false;
    }
    this.#sent = typed.subarray(Math.max(0, typed.length - this.#longest + 1));
    this.#update();
  }

  /** So many bytes belonged to nothing. */
  passed(bytes: number): void {
    if (this.now.length === 0) return;
    for (const expected of this.#all) expected.patience = Math.max(-1, expected.patience - bytes);
    this.#update();
  }

  came(matcher: FrameMatcher): void {
    if (this.#unasked) return;
    for (const expected of this.#all) if (expected.matcher === matcher) expected.patience = -1;
    this.#update();
  }

  /** Another input begins. */
  begin(): void {
    for (const expected of this.#all) expected.patience = 0;
    this.#sent = EMPTY;
    this.#unasked = true;
    this.#update();
  }

  none(): void {
    for (const expected of this.#all) expected.patience = -1;
    this.#sent = EMPTY;
    this.#update();
  }

  #update(): void {
    this.now = this.#all.filter(({ patience }) => patience >= 0).map(({ matcher }) => matcher);
  }
}
