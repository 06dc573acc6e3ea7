import type { Instrument } from '../../definition/instrument.ts';
import type { Clock } from '../../kit/clock.ts';
import { milliseconds } from '../../kit/duration.ts';
import type { Sample } from '../../model/sample.ts';
import { streamedBy } from './streaming.ts';

/** A sample that comes so soon after a command (in ms) may be its late consequence. */
const AFTERMATH = 1_000;

/** Tells samples that the instrument sends by itself from those that it was asked for. */
export class Unasked {
  readonly #streams: readonly string[];
  readonly #recent: number;
  readonly #clock: Clock;
  /** Streams of which a command has given up waiting for a sample: it may still come. */
  readonly #owed = new Set<readonly string[]>();
  #asking = 0;
  #askedAt = Number.NEGATIVE_INFINITY;
  #seen: { readonly stream: string; readonly at: number } | undefined;

  constructor(definition: Instrument, clock: Clock) {
    this.#streams = streamedBy(definition);
    this.#recent = Math.max(AFTERMATH, milliseconds(definition.discover.listen ?? '0 s'));
    this.#clock = clock;
  }

  /** Whether what comes now is nobody's reply. */
  get isNews(): boolean {
    return this.#asking === 0 && this.#clock.elapsed() - this.#askedAt >= AFTERMATH;
  }

  /** The stream of which the instrument sends by itself at this very time. */
  get recent(): string | undefined {
    const { stream, at = Number.NEGATIVE_INFINITY } = this.#seen ?? {};
    return this.#clock.elapsed() - at <= this.#recent ? stream : undefined;
  }

  /** What was seen says nothing any more. */
  forget(): void {
    this.#seen = undefined;
  }

  /** What comes while this works was asked for; `brings` are the streams of one of which it waits for a sample. */
  async during<T>(work: () => Promise<T>, brings: readonly string[] = []): Promise<T> {
    this.#asking++;
    try {
      const result = await work();
      for (const stream of brings) this.#pay(stream);
      return result;
    } catch (thrown) {
      for (const stream of brings) this.#pay(stream);
      if (brings.length > 0) this.#owed.add(brings);
      throw thrown;
    } finally {
      this.#asking--;
      this.#askedAt = this.#clock.elapsed();
      this.forget();
    }
  }

  /** Takes a live sample and says whether nobody asked for it. */
  seen({ stream }: Sample): boolean {
    if (!this.#streams.includes(stream) || !this.isNews || this.#pay(stream)) return false;
    this.#seen = { stream, at: this.#clock.elapsed() };
    return true;
  }

  /** Whether a sample of this stream was still owed: it is not any more. */
  #pay(stream: string): boolean {
    const owed = [...this.#owed].find((streams) => streams.includes(stream));
    return owed !== undefined && this.#owed.delete(owed);
  }
}
