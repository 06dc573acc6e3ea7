import type { Sample } from '../model/sample.ts';
import type { Place } from '../store/checkpoint.ts';
import { isSamePlace } from '../store/settled.ts';

interface Passed {
  place: Place | undefined;
  /** Samples whose flags may still change. */
  open: readonly Sample[];
}

/**
 * From where the log can be read again so that nothing is missing: behind samples that were kept, but not behind one whose flags may
 * still change, since only who reads that again can settle it.
 */
export class SafePlaces {
  /** Behind the safe place, oldest first. */
  #passed: Passed[] = [];
  #safe: Place | undefined;

  get safe(): Place | undefined {
    return this.#safe;
  }

  /** Samples came, others of before are settled, and then the log is read on at `place`, if that is sure. */
  pass(samples: readonly Sample[], settled: readonly Sample[], place: Place | undefined): void {
    for (const sample of settled) this.#settle(sample);
    this.#passed.push({ place, open: samples.filter(({ provisional, log }) => provisional && log) });
    this.#join();
  }

  /** What has nothing open is one with what comes before it: no more is remembered than there are open samples. */
  #join(): void {
    const waiting: Passed[] = [];
    for (const passed of this.#passed) {
      const before = waiting.at(-1);
      if (passed.open.length > 0) waiting.push(passed);
      else if (before === undefined) this.#safe = passed.place ?? this.#safe;
      else before.place = passed.place ?? before.place;
    }
    this.#passed = waiting;
  }

  #settle(sample: Sample): void {
    for (const passed of this.#passed) {
      passed.open = passed.open.filter((each) => each.stream !== sample.stream || !isSamePlace(each, sample));
    }
  }
}
