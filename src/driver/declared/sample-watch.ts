import { Listeners } from '../../kit/listeners.ts';
import type { Sample } from '../../model/sample.ts';

/** Waits for samples. */
export class SampleWatch {
  readonly #seen = new Listeners<Sample>();

  /** The next good sample of one of these streams. Rejects with the signal's reason. */
  next(streams: readonly string[], signal: AbortSignal): Promise<Sample> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const abort = (): void => {
        stop();
        reject(signal.reason);
      };
      const stop = this.#seen.add((sample) => {
        if (sample.quality === 'checksum_failed' || !streams.includes(sample.stream)) return;
        stop();
        signal.removeEventListener('abort', abort);
        resolve(sample);
      });
      signal.addEventListener('abort', abort, { once: true });
    });
  }

  seen(sample: Sample): void {
    this.#seen.emit(sample);
  }
}
