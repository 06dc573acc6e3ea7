import { sum } from '../../kit/sum.ts';
import type { Sample } from '../../model/sample.ts';
import type { Column } from '../columns.ts';
import type { Placed } from '../settled.ts';
import { Page } from './page.ts';

/** Rows that wait, in their order. */
export type Pages = readonly Page[];

export const rowsOf = (pages: Pages): number => sum(pages.map(({ rows }) => rows));
export const sizeOf = (pages: Pages): number => sum(pages.map(({ size }) => size));

/** Adds samples behind what is in some pages: to the last of them, and to new ones where that is full. */
export function addTo(pages: Page[], columns: readonly Column[], samples: readonly Sample[]): void {
  let page = pages.at(-1);
  for (let at = 0; at < samples.length; ) {
    if (page === undefined || page.isFull) {
      page = new Page(columns);
      pages.push(page);
    }
    at += page.append(samples, at);
  }
}

/** Samples as pages. */
export function pagesOf(columns: readonly Column[], samples: readonly Sample[]): Pages {
  const pages: Page[] = [];
  addTo(pages, columns, samples);
  return pages;
}

/** Where each row stands. */
export function* placesOf(pages: Pages): Generator<Placed> {
  for (const page of pages) for (let row = 0; row < page.rows; row++) yield page.place(row);
}

/** The rows of which something is true. */
export const filterRows = (pages: Pages, isKept: (place: Placed) => boolean): Pages =>
  pages.flatMap((page) => {
    const rows = rowNumbers(page).filter((row) => isKept(page.place(row)));
    return picked(page, rows);
  });

/** The rows `from` one to before another. */
export function sliceRows(pages: Pages, from: number, to = Number.POSITIVE_INFINITY): Pages {
  let before = 0;
  return pages.flatMap((page) => {
    const first = before;
    before += page.rows;
    const rows = rowNumbers(page).filter((row) => first + row >= from && first + row < to);
    return picked(page, rows);
  });
}

const rowNumbers = ({ rows }: Page): number[] => Array.from({ length: rows }, (_, row) => row);

function picked(page: Page, rows: readonly number[]): Pages {
  if (rows.length === page.rows) return [page];
  return rows.length === 0 ? [] : [page.pick(rows)];
}
