import { dayOf, type Nanos } from '../../kit/time.ts';
import type { Sample } from '../../model/sample.ts';
import type { StreamFacts } from '../day-metadata.ts';
import { finalOf, isSamePlace } from '../settled.ts';
import { sizeOfSample } from './sample-size.ts';

/** Samples in a row of which the same is known. */
export interface Stretch {
  readonly facts: StreamFacts;
  readonly samples: readonly Sample[];
}

/** The samples of one stream that are in no file yet, and those whose flags may still change. */
export class HotSamples {
  #stretches: { readonly facts: StreamFacts; samples: Sample[] }[] = [];
  #rows = 0;
  #bytes = 0;
  #unwritten = 0;

  get bytes(): number {
    return this.#bytes;
  }

  /** Samples that are in no file as they are now. */
  get unwritten(): number {
    return this.#unwritten;
  }

  /** When the first of them arrived. */
  get oldest(): Nanos | undefined {
    const first = this.#stretches[0]?.samples[0];
    return first && (first.times.port ?? first.time);
  }

  append(facts: StreamFacts, samples: readonly Sample[]): void {
    const [first] = samples;
    if (first === undefined) return;
    let last = this.#stretches.at(-1);
    if (last?.facts !== facts) {
      last = { facts, samples: [] };
      this.#stretches.push(last);
    }
    for (const sample of samples) last.samples.push(sample);
    this.#rows += samples.length;
    this.#bytes += samples.length * sizeOfSample(first);
    this.#unwritten += samples.length;
  }

  /** Puts a sample's final version in its place; one that is not here is in its file already. */
  settle(sample: Sample): void {
    for (const { samples } of this.#stretches.toReversed()) {
      const at = samples.findLastIndex(
        (each) => each.provisional && each.time === sample.time && (isSamePlace(each, sample) || !sample.log),
      );
      if (at < 0) continue;
      samples[at] = sample;
      this.#unwritten = Math.max(1, this.#unwritten);
      return;
    }
  }

  /** Whether there are samples of more than one day. */
  get hasOverDay(): boolean {
    const [first, last] = [this.#stretches[0]?.samples[0], this.#stretches.at(-1)?.samples.at(-1)];
    return first !== undefined && last !== undefined && dayOf(first.time) !== dayOf(last.time);
  }

  all(): readonly Stretch[] {
    return this.#stretches;
  }

  /** All that is here, as it stands now. */
  take(): Stretch[] {
    this.#unwritten = 0;
    return this.#stretches.map(({ facts, samples }) => ({ facts, samples: samples.slice() }));
  }

  /** What was taken could not be written. */
  putBack(): void {
    this.#unwritten = this.#rows;
  }

  /** What was taken is in the files: what of it is final is let go. */
  letGo(taken: readonly Stretch[]): void {
    let final = finalOf(taken.flatMap(({ samples }) => samples));
    const kept = this.#rows - final;
    this.#bytes = this.#rows === 0 ? 0 : (this.#bytes * kept) / this.#rows;
    this.#rows = kept;
    while (final > 0) {
      const { samples } = this.#stretches[0]!;
      const gone = Math.min(final, samples.length);
      final -= gone;
      if (gone < samples.length || this.#stretches.length === 1) this.#stretches[0]!.samples = samples.slice(gone);
      else this.#stretches.shift();
    }
  }
}
