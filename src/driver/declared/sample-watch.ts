import { abortable } from '../../kit/abort.ts';
import { Listeners } from '../../kit/listeners.ts';
import type { Sample } from '../../model/sample.ts';

/** A sample that is awaited. */
export interface Arrival {
  readonly sample: Promise<Sample>;
  /** It is not awaited any more, whether or not it came. */
  cancel(): void;
}

/** Waits for samples. */
export class SampleWatch {
  readonly #seen = new Listeners<Sample>();

  /** The next good sample of one of these streams; to be cancelled. */
  expect(streams: readonly string[]): Arrival {
    const { promise, resolve } = Promise.withResolvers<Sample>();
    const cancel = this.#seen.add((sample) => {
      if (sample.quality === 'checksum_failed' || !streams.includes(sample.stream)) return;
      cancel();
      resolve(sample);
    });
    return { sample: promise, cancel };
  }

  /** The same; rejects with the signal's reason. */
  async next(streams: readonly string[], signal: AbortSignal): Promise<Sample> {
    const { sample, cancel } = this.expect(streams);
    try {
      return await abortable(sample, signal);
    } finally {
      cancel();
    }
  }

  seen(sample: Sample): void {
    this.#seen.emit(sample);
  }
}
