import type { Column } from '../columns.ts';
import { TIME } from '../read/relation.ts';
import type { NumberColumn } from './number-columns.ts';

/** What is kept of a minute's values, and how what is kept of several minutes becomes one. */
export const AGGREGATES = {
  min: { of: 'min', type: 'DOUBLE' },
  max: { of: 'max', type: 'DOUBLE' },
  sum: { of: 'fsum', type: 'DOUBLE' },
  count: { of: 'count', type: 'BIGINT' },
} as const;
export type Aggregate = keyof typeof AGGREGATES;
export const AGGREGATE_NAMES = Object.keys(AGGREGATES) as readonly Aggregate[];

/** `passed` are all values that no test has failed. They are kept apart, so that they can be left out or not. */
export type Part = 'passed' | 'failed';
export const PARTS: readonly Part[] = ['passed', 'failed'];

/** `temp.min`, `temp.failed.min`: no field has a dot in its name. */
export const rollupColumn = (field: string, part: Part, aggregate: Aggregate): string =>
  `${field}${part === 'failed' ? '.failed' : ''}.${aggregate}`;

/** The columns of a file of roll-ups, a row a minute: `time` is its beginning, `rows` how many it has. */
export const rollupColumns = (columns: readonly NumberColumn[]): Pick<Column, 'name' | 'type'>[] => [
  TIME,
  { name: 'rows', type: 'BIGINT' },
  ...columns.flatMap(({ name }) =>
    PARTS.flatMap((part) =>
      AGGREGATE_NAMES.map((aggregate) => ({
        name: rollupColumn(name, part, aggregate),
        type: AGGREGATES[aggregate].type,
      })),
    ),
  ),
];
