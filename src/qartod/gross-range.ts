import type { Flag } from '../model/sample.ts';
import { isWithin, type Span } from './flags.ts';

/** Outside `fail` no sensor can be right, outside `suspect` nobody expects a value: `fail_span` and `suspect_span` of ioos_qc. */
export interface GrossRange {
  readonly fail: Span;
  readonly suspect?: Span | undefined;
}

/** QARTOD test 4. What is not finite is missing. */
export const grossRange =
  ({ fail, suspect = fail }: GrossRange) =>
  (value: number): Flag => {
    if (!Number.isFinite(value)) return 9;
    if (!isWithin(value, fail)) return 4;
    return isWithin(value, suspect) ? 1 : 3;
  };
