import type { Flag } from '../model/sample.ts';
import { isWithin, type Span } from './flags.ts';
import { PERIODS, type Period } from './period.ts';

/** What is expected at some time of the year, or in some stretch of time, and at some depth: a member of ioos_qc's `ClimatologyConfig`. */
export interface Season {
  /** Unix seconds, or numbers of `period`: `tspan`. */
  readonly time: Span;
  readonly period?: Period | undefined;
  /** `vspan` */
  readonly suspect: Span;
  /** `fspan` */
  readonly fail?: Span | undefined;
  /** Metres below the surface: `zspan`. */
  readonly depth?: Span | undefined;
}

/**
 * QARTOD test 5. Of several seasons that hold a value the last one counts; a value in none is not evaluated. `at` in Unix seconds, `depth`
 * in metres below the surface, not finite where it is not known.
 */
export function climatology(seasons: readonly Season[]): (value: number, at: number, depth: number) => Flag {
  const latestFirst = seasons.toReversed();
  return (value, at, depth) => {
    if (!Number.isFinite(value)) return 9;
    const date = new Date(at * 1000);
    const season = latestFirst.find((one) => holds(one, at, date, depth));
    if (season === undefined) return 2;
    if (season.fail !== undefined && !isWithin(value, season.fail)) return 4;
    return isWithin(value, season.suspect) ? 1 : 3;
  };
}

const holds = ({ time, period, depth: depths }: Season, at: number, date: Date, depth: number): boolean =>
  isWithin(period === undefined ? at : PERIODS[period](date), time) &&
  (depths === undefined || isWithin(depth, depths));
