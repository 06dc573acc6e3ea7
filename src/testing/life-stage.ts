import type { Life } from './life-rig.ts';
import type { LifeOptions } from './whole-life.ts';

/** A part of a life. */
export interface Stage {
  readonly name: string;
  /** Why this instrument has no such stage. */
  missing(life: Life, options: LifeOptions): string | undefined;
  live(life: Life, options: LifeOptions): Promise<void>;
}
