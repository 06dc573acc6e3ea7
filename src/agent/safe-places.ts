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
    const open = samples.filter(({ provisional, log }) => provisional && log);
    const last = this.#passed.at(-1);
    if (open.length === 0 && last?.open.length === 0) last.place = place ?? last.place;
    else this.#passed.push({ place, open });
    while (this.#passed[0]?.open.length === 0) this.#safe = this.#passed.shift()?.place ?? this.#safe;
  }

  #settle(sample: Sample): void {
    for (const passed of this.#passed) {
      passed.open = passed.open.filter((each) => each.stream !== sample.stream || !isSamePlace(each, sample));
    }
  }
}
