import { type FrameMatcher, NO, WAIT } from './frame-matcher.ts';
import type { Window } from './window.ts';

type Dispatch = readonly (readonly FrameMatcher[])[];

/** Says which frame begins at a place. The last one found is kept in fields, as this is asked for every frame. */
export class FrameFinder {
  readonly #dispatch: Dispatch;
  readonly #window: Window;
  /** What begins there is judged as it stands, as nothing follows. */
  final = false;
  /** Of the last frame found. */
  matcher: FrameMatcher | undefined;
  /** Whether its checksum was right. */
  good = false;

  constructor(dispatch: Dispatch, window: Window) {
    this.#dispatch = dispatch;
    this.#window = window;
  }

  /**
   * How long the frame is that begins at this index of the window's bytes, {@link NO} or {@link WAIT}. One with a wrong checksum
   * is found only `behindGood`: where a good frame ended, and only when a good one begins at its end, or nothing follows it, and
   * none begins inside it. Its bounds are certain then; else its first byte counts for nothing and the next one is looked at.
   */
  find(index: number, replies: readonly FrameMatcher[], behindGood: boolean): number {
    const length = this.#good(this.#dispatch[this.#window.bytes[index]!]!, index);
    if (length > 0 || length === WAIT) return length;
    if (replies.length > 0) {
      const reply = this.#good(replies, index);
      if (reply > 0 || reply === WAIT) return reply;
    }
    return length !== NO && behindGood ? this.#bounded(index, -length) : NO;
  }

  /** As {@link FrameMatcher.match}, of the first that does not say no. */
  #good(matchers: readonly FrameMatcher[], index: number): number {
    const { bytes, view } = this.#window;
    let damaged = NO;
    for (const matcher of matchers) {
      const length = matcher.match(bytes, view, index);
      if (length > 0) {
        this.matcher = matcher;
        this.good = true;
        return length;
      }
      if (length === WAIT && !this.final) return WAIT;
      if (length < WAIT && damaged === NO) {
        damaged = length;
        this.matcher = matcher;
      }
    }
    return damaged;
  }

  #bounded(index: number, length: number): number {
    const { matcher } = this;
    const { bytes } = this.#window;
    const end = index + length;
    for (let i = index + 1; i <= end; i++) {
      if (i === bytes.length) {
        if (this.final) break;
        return WAIT;
      }
      const other = this.#checksummed(i);
      if (other === WAIT) return WAIT;
      if (i < end ? other !== NO : other === NO) return NO;
    }
    this.matcher = matcher;
    this.good = false;
    return length;
  }

  /** Whether a frame with a right checksum begins there. */
  #checksummed(index: number): number {
    const length = this.#good(this.#dispatch[this.#window.bytes[index]!]!, index);
    return length === WAIT || (length > 0 && this.matcher?.checksummed) ? length : NO;
  }
}
