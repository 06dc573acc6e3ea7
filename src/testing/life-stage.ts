import type { Values } from '../model/sample.ts';
import type { Life } from './life-rig.ts';

export interface LifeOptions {
  /** The parameters that are changed in it, and to what; found from the definition where nothing is said. */
  readonly change?: Values;
  /** Parameters that the simulator begins with, where they differ from what its example replies show. */
  readonly initial?: Values;
  /** Commands that are not tried. */
  readonly spare?: readonly string[];
  /** Runs each stage: a test runner's place to make a test of it. */
  readonly around?: (stage: string, run: () => Promise<void>) => Promise<void>;
}

/** A part of a life. */
export interface Stage {
  readonly name: string;
  /** Why this instrument has no such stage. */
  missing(life: Life, options: LifeOptions): string | undefined;
  live(life: Life, options: LifeOptions): Promise<void>;
}
