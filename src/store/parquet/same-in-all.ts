import type { Sample } from '../../model/sample.ts';
import type { Column, ColumnType } from '../columns.ts';
import { quoted } from '../duck.ts';

/** Which columns mostly hold one value, and how it is written; what has none of these is `NULL` or differs. */
const LITERALS: Partial<Readonly<Record<ColumnType, (value: unknown) => string | undefined>>> = {
  VARCHAR: (value) => (typeof value === 'string' && !value.includes('\0') ? quoted(value) : undefined),
  BOOLEAN: (value) => (typeof value === 'boolean' ? `${value}` : undefined),
  UTINYINT: (value) => (typeof value === 'number' ? `${value}` : undefined),
};

/** What all samples have in a column, in SQL; `undefined` where they differ, and for a time, which mostly does. */
export function sameInAll({ name, type, get }: Column, samples: readonly Sample[]): string | undefined {
  const [first] = samples;
  if (first === undefined || name === 'time') return undefined;
  const value = get(first) ?? null;
  const literal = value === null ? 'NULL' : LITERALS[type]?.(value);
  if (literal === undefined || samples.some((sample) => (get(sample) ?? null) !== value)) return undefined;
  return `${literal}::${type}`;
}
