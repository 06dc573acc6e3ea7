import type { Instrument } from '../../definition/instrument.ts';
import type { Clock } from '../../kit/clock.ts';
import { milliseconds } from '../../kit/duration.ts';
import type { Sample } from '../../model/sample.ts';
import { streamedBy } from './discovery.ts';

/** A sample that comes so soon after a command (in ms) may be its late consequence. */
const AFTERMATH = 1_000;

/** Tells samples that the instrument sends by itself from those that it was asked for. */
export class Unasked {
  readonly #streams: readonly string[];
  readonly #recent: number;
  readonly #clock: Clock;
  /** Streams of which a command has given up waiting for a sample: it may still come. */
  readonly #owed = new Set<string>();
  #asking = 0;
  #askedAt = Number.NEGATIVE_INFINITY;
  #seenAt = Number.NEGATIVE_INFINITY;

  constructor(definition: Instrument, clock: Clock) {
    this.#streams = streamedBy(definition);
    this.#recent = Math.max(AFTERMATH, milliseconds(definition.discover.listen ?? '0 s'));
    this.#clock = clock;
  }

  /** Whether the instrument sends by itself at this very time. */
  isRecent(): boolean {
    return this.#clock.elapsed() - this.#seenAt <= this.#recent;
  }

  /** What comes while this works was asked for; `brings` is the stream that it waits for. */
  async during<T>(work: () => Promise<T>, brings?: string): Promise<T> {
    this.#asking++;
    try {
      const result = await work();
      if (brings !== undefined) this.#owed.delete(brings);
      return result;
    } catch (thrown) {
      if (brings !== undefined) this.#owed.add(brings);
      throw thrown;
    } finally {
      this.#asking--;
      this.#askedAt = this.#clock.elapsed();
      this.#seenAt = Number.NEGATIVE_INFINITY;
    }
  }

  /** Takes a live sample and says whether nobody asked for it. */
  seen({ stream }: Sample): boolean {
    if (this.#asking > 0 || !this.#streams.includes(stream)) return false;
    if (this.#clock.elapsed() - this.#askedAt < AFTERMATH || this.#owed.delete(stream)) return false;
    this.#seenAt = this.#clock.elapsed();
    return true;
  }
}
