import type { StreamFacts } from '../day-metadata.ts';
import type { DayPart } from '../layout.ts';
import { type Pages, placesOf, rowsOf, sliceRows } from '../parquet/pages.ts';
import { isSamePlace, reachedBy, type Settled } from '../settled.ts';
import { fits } from '../stream-facts.ts';
import { countOf, type DayRows } from './day-rows.ts';
import type { KeptPart } from './last-part.ts';
import type { StreamFiles } from './replace-part.ts';

/** A day gets another file when one holds so many rows: to write a longer one anew each time would cost too much. */
export const MOST_ROWS = 4 * 1024 * 1024;

/** What a file is to hold: the first rows of the one that it replaces, and then more. */
export interface Content {
  readonly part: DayPart;
  readonly facts: StreamFacts;
  readonly kept?: KeptPart;
  readonly rows: DayRows;
  readonly settled: Settled;
}

/** Which files the rows go to: the last one of the day as far as it takes them, and then as many new ones as it needs. */
export function* divide(
  { mostRows = MOST_ROWS }: Pick<StreamFiles, 'mostRows'>,
  day: string,
  facts: StreamFacts,
  all: DayRows,
  last: KeptPart | undefined,
): Generator<Content> {
  const isFull = last !== undefined && last.rows >= mostRows && last.metadata.provisional === 0;
  const isClosed = isFull || (last !== undefined && !fits(last.metadata, facts));
  let kept = isClosed ? undefined : last;
  let part = (last?.part.part ?? 1) + (isClosed ? 1 : 0);
  let settled: Settled = last?.settled ?? new Map();
  let rest = all;
  for (let count = countOf(rest); count > 0; count = countOf(rest), part += 1, kept = undefined) {
    // What replaces provisional rows stays in their file: no row moves from one to another.
    const room = Math.max(mostRows - (kept?.rows ?? 0), kept?.metadata.provisional ?? 0);
    const taken = count <= room ? 0 : wholeRecords(rest.final, Math.min(room, rowsOf(rest.final)));
    const rows = taken === 0 ? rest : { final: sliceRows(rest.final, 0, taken), provisional: [] };
    settled = reachedBy(settled, placesOf(rows.final));
    yield { part: { day, part }, facts, ...(kept && { kept }), rows, settled };
    rest = taken === 0 ? { final: [], provisional: [] } : { ...rest, final: sliceRows(rest.final, taken) };
  }
}

/** The first so many, and those that come of the same record as the last of them. */
function wholeRecords(pages: Pages, count: number): number {
  if (count === 0) return 0;
  const [last, ...others] = placesOf(sliceRows(pages, count - 1));
  const end = others.findIndex((place) => !isSamePlace(last!, place));
  return count + (end < 0 ? others.length : end);
}
