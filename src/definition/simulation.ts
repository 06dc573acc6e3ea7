import type { Duration } from '../kit/duration.ts';
import type { Scalar } from '../model/sample.ts';

/** How a value behaves in the simulator: it swings slowly around a middle, with some noise. */
export interface Swing {
  readonly around: number;
  readonly swing: number;
  readonly period?: Duration;
  readonly noise?: number;
}

/** How the simulator plays the instrument: real replies and records, into which present values are written. */
export interface Simulation {
  /** By command: the reply as the instrument sent it, without echo and prompt. */
  readonly replies: Readonly<Record<string, string | Uint8Array>>;
  /** By stream: a record as the instrument sent it. */
  readonly records: Readonly<Record<string, string | Uint8Array>>;
  /** What the prompt looks like, byte for byte. */
  readonly prompt: string;
  /** All that it answers to what it does not understand. */
  readonly rejects: string;
  /** By stream and field. */
  readonly values: Readonly<Record<string, Readonly<Record<string, Swing | { readonly counts: number }>>>>;
  /** While streaming: by stream, how often a record is sent; a parameter that holds seconds, or a rate. */
  readonly streams: Readonly<Record<string, { readonly every: { readonly parameter: string } | Duration }>>;
  /** Parts of a record that appear only while a parameter is on: by stream and field, the parameter. */
  readonly optional?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Values that differ from those in the replies when it is switched on. */
  readonly initial?: Readonly<Record<string, Scalar>>;
}
