import type { Nanos } from '../kit/time.ts';
import type { Sample } from '../model/sample.ts';

/** Samples in a row that are of one stream and arrived at one time, as those of one packet do. */
export interface Arrival {
  readonly stream: string;
  readonly received: Nanos;
  readonly first: Sample;
  last: Sample;
  samples: number;
}

/** So that what is to be known of when samples came is looked at once for all that came together. */
export function arrivalsOf(samples: readonly Sample[]): readonly Arrival[] {
  const arrivals: Arrival[] = [];
  let now: Arrival | undefined;
  for (const sample of samples) {
    const { stream, times } = sample;
    const received = times.port ?? times.driver;
    if (now?.stream === stream && now.received === received) {
      now.last = sample;
      now.samples += 1;
    } else {
      now = { stream, received, first: sample, last: sample, samples: 1 };
      arrivals.push(now);
    }
  }
  return arrivals;
}
