import type { Sample } from '../../model/sample.ts';
import type { Column, ColumnType } from '../columns.ts';
import { quoted } from '../duck.ts';
import type { Cell } from './blocks.ts';
import type { Pages } from './pages.ts';

/** Which columns mostly hold one value, and how it is written; what has none of these is `NULL` or differs. */
const LITERALS: Partial<Readonly<Record<ColumnType, (value: unknown) => string | undefined>>> = {
  VARCHAR: (value) => (typeof value === 'string' && !value.includes('\0') ? quoted(value) : undefined),
  BOOLEAN: (value) => (typeof value === 'boolean' ? `${value}` : undefined),
  UTINYINT: (value) => (typeof value === 'number' ? `${value}` : undefined),
};

/** `undefined` for a time, which mostly differs. */
function literalOf({ name, type }: Column, value: Cell): string | undefined {
  if (value === undefined || name === 'time') return undefined;
  const literal = value === null ? 'NULL' : LITERALS[type]?.(value);
  return literal && `${literal}::${type}`;
}

/** What all samples have in a column, in SQL; `undefined` where they differ. */
export function sameInAll(column: Column, samples: readonly Sample[]): string | undefined {
  const [first] = samples;
  if (first === undefined) return undefined;
  const value = column.get(first) ?? null;
  const literal = literalOf(column, value);
  if (literal === undefined || samples.some((sample) => (column.get(sample) ?? null) !== value)) return undefined;
  return literal;
}

/** What all rows have in a column, in SQL; `undefined` where they differ. */
export function sameInPages(column: Column, pages: Pages): string | undefined {
  const value = pages[0]?.same(column);
  return pages.every((page) => page.same(column) === value) ? literalOf(column, value) : undefined;
}
