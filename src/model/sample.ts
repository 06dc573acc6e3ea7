import type { Nanos } from '../kit/time.ts';

/**
 * Whether a sample's values can be believed. `checksum_failed`: the frame's bounds were certain, its checksum was wrong;
 * `invalid`: a field could not be decoded and is `null`; `out_of_range`: a value lies outside its field's valid range.
 */
export type Quality = 'ok' | 'checksum_failed' | 'out_of_range' | 'invalid' | 'questionable';

/** A flag of QARTOD (IOOS, Manual for the use of real-time oceanographic data quality control flags, 2017): 1 pass, 2 not evaluated, 3 suspect, 4 fail, 9 missing. */
export type Flag = 1 | 2 | 3 | 4 | 9;

/** Flags by the name of their column: `temp_qc` for all tests of a field together, `temp_qc_spike` for one of them. */
export type Flags = Readonly<Record<string, Flag>>;

export type Scalar = number | string | boolean;
/** Bytes stand for values that have no other form; they leave the process as base64. */
export type Value = Scalar | Uint8Array | null | readonly Value[];
export type Values = Readonly<Record<string, Value>>;

/** Where in an instrument's log a sample's first byte stands: a day's file, an offset in that file, and how many bytes. */
export interface LogSpan {
  /** Whose log it is, where the instrument has several links. */
  readonly link?: string;
  readonly day: string;
  readonly offset: number;
  readonly length: number;
}

export interface SampleTimes {
  /** Arrival of the frame's first byte at the port agent; absent for files without arrival times. */
  readonly port?: Nanos;
  /** The instrument's own clock. */
  readonly device?: Nanos;
  /** When the sample was decoded. */
  readonly driver: Nanos;
}

/** One record of one stream: typed values with their times, their quality, and the bytes they came from. */
export interface Sample {
  readonly instrument: string;
  readonly stream: string;
  /** The preferred time. */
  readonly time: Nanos;
  readonly times: SampleTimes;
  readonly quality: Quality;
  readonly values: Values;
  /** Of every field; absent before the tests have seen the sample. */
  readonly flags?: Flags;
  /** A test that looks at the next sample waits for it: these flags may still change. */
  readonly provisional?: true;
  /** Which calibration the derived values were made with, where they need one. */
  readonly calibration?: string;
  readonly log?: LogSpan;
}
