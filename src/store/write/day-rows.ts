import type { Sample } from '../../model/sample.ts';
import type { StreamFacts } from '../day-metadata.ts';
import { filterRows, type Pages, pagesOf, rowsOf } from '../parquet/pages.ts';
import { finalOf, type Placed } from '../settled.ts';
import { columnsOfFacts } from '../stream-facts.ts';

/** Rows of a day, in their order: those that are final, and behind them those that come again. */
export interface DayRows {
  readonly final: Pages;
  readonly provisional: Pages;
}

/** Samples of one day as its rows. */
export function dayRows(facts: StreamFacts, samples: readonly Sample[]): DayRows {
  const columns = columnsOfFacts(facts);
  const final = finalOf(samples);
  return {
    final: pagesOf(columns, samples.slice(0, final)),
    provisional: pagesOf(columns, samples.slice(final)),
  };
}

export const allOf = ({ final, provisional }: DayRows): Pages => [...final, ...provisional];

export const countOf = (rows: DayRows): number => rowsOf(allOf(rows));

export const filterDay = ({ final, provisional }: DayRows, isKept: (place: Placed) => boolean): DayRows => ({
  final: filterRows(final, isKept),
  provisional: filterRows(provisional, isKept),
});
