import type { Nanos } from '../kit/time.ts';
import type { FieldMetadata } from '../model/metadata.ts';
import type { LogSpan, Sample } from '../model/sample.ts';
import type { Calibration, ShownCalibration } from './calibration.ts';

/** What became of samples. */
export interface Refined {
  /** The samples that came, in their order, with their derived values and their flags. */
  readonly samples: readonly Sample[];
  /** Samples of before whose flags were provisional and now are not. */
  readonly settled: readonly Sample[];
  /** Streams whose samples stayed away for longer than they may, and come again. */
  readonly gaps?: readonly Gap[];
}

/** From the last sample before it to the first behind it. */
export interface Gap {
  readonly stream: string;
  readonly from: Nanos;
  readonly to: Nanos;
  /** Where the sample that ends it stands. */
  readonly log?: LogSpan;
}

/** Which field a column of flags is about, and which test; all tests together where none is said. */
export interface FlagColumn {
  readonly field: string;
  readonly test?: string;
}

/** A stream as it is after its samples were refined. */
export interface RefinedStream {
  readonly title: string;
  readonly ooi?: string;
  /** Its own fields, what it joins, what is derived. */
  readonly fields: Readonly<Record<string, FieldMetadata>>;
  /** By the name of the column. */
  readonly flags: Readonly<Record<string, FlagColumn>>;
}

/** How much of what went before the tests of a stream must know. */
export interface Memory {
  /** At least so many samples, */
  readonly samples: number;
  /** and those of so many seconds before the last one. */
  readonly seconds: number;
}

/**
 * Adds to decoded samples what they do not show themselves: derived values, and the flags of the quality tests. It remembers as much
 * of the samples before as its tests need; the same samples in the same order give the same, however they are cut into calls.
 */
export interface Refiner {
  readonly streams: Readonly<Record<string, RefinedStream>>;
  refine(samples: readonly Sample[]): Refined;
  /** Goes on behind these, the last samples of the streams as they were kept, oldest first. */
  recall(before: readonly Sample[]): void;
  /** What must be recalled, by stream; nothing of those that are not named. */
  readonly memory: Readonly<Record<string, Memory>>;
  /** The calibrations that samples may name, by that name. */
  readonly calibrations: Readonly<Record<string, Calibration>>;
  /** The sets of coefficients that the instrument has shown, oldest first: what the next run is to know. */
  readonly shown: readonly ShownCalibration[];
}
