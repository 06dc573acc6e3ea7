import type { Topics } from '../../bus/topics.ts';
import type { Sample } from '../../model/sample.ts';
import { type LiveSamples, liveSample } from './told.ts';

/** Of one stream; whoever catches up with days of a log, or is flooded, has more than anybody can watch. */
const MOST = 100;

interface Waiting {
  readonly instrument: string;
  readonly stream: string;
  samples: Sample[];
  skipped: number;
}

/** Samples that have come since clients were written to last. */
export class PendingSamples {
  readonly #streams = new Map<string, Waiting>();

  add({ instrument, samples }: Topics['samples']): void {
    for (const sample of samples) {
      const { stream } = sample;
      const key = `${instrument}/${stream}`;
      const waiting = this.#streams.get(key) ?? { instrument, stream, samples: [], skipped: 0 };
      waiting.samples.push(sample);
      this.#streams.set(key, waiting);
      if (waiting.samples.length < 2 * MOST) continue;
      waiting.skipped += waiting.samples.length - MOST;
      waiting.samples = waiting.samples.slice(-MOST);
    }
  }

  /** One message for each stream. */
  take(): LiveSamples[] {
    const all = [...this.#streams.values()];
    this.#streams.clear();
    return all.map(({ instrument, stream, samples, skipped }) => {
      const left = skipped + Math.max(0, samples.length - MOST);
      return {
        instrument,
        stream,
        ...(left > 0 && { skipped: left }),
        samples: samples.slice(-MOST).map(liveSample),
      };
    });
  }
}
