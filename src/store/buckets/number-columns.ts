import { type Issue, ParameterError } from '../../kit/errors.ts';
import type { FieldMetadata } from '../../model/metadata.ts';
import { aggregateOf, type Column, columnType } from '../columns.ts';
import { named } from '../duck.ts';
import { TIME } from '../read/relation.ts';
import type { StreamColumns } from '../read/stream-snapshot.ts';

/** A field of numbers, and the column of the flag of all its tests. */
export interface NumberColumn {
  readonly name: string;
  readonly type: Column['type'];
  readonly flag: string | undefined;
}

const isNumber = ({ type }: Pick<FieldMetadata, 'type'>): boolean => type === 'number' || type === 'integer';

/** The fields that are numbers: all, or those that are named. A `ParameterError` lists those that are not. */
export function numberColumns({ fields, flags }: StreamColumns, names?: readonly string[]): NumberColumn[] {
  const known = Object.keys(fields).filter((name) => isNumber(fields[name]!));
  const issues = (names ?? []).flatMap((name): Issue[] => {
    const field = fields[name];
    if (field === undefined || isNumber(field)) return [];
    const there = known.length > 0 ? known.join(', ') : 'none';
    return [{ name, message: `holds ${field.type === 'text' ? 'text' : `${field.type}s`}; numbers are: ${there}` }];
  });
  if (issues.length > 0) throw new ParameterError(issues);
  return known
    .filter((name) => names === undefined || names.includes(name))
    .map((name) => ({ name, type: columnType(fields[name]!), flag: aggregateOf(name, flags) }));
}

/** The columns of files that these are found in. */
export const sourceColumns = (columns: readonly NumberColumn[]): Pick<Column, 'name' | 'type'>[] => [
  TIME,
  ...columns.flatMap(({ name, type, flag }): Pick<Column, 'name' | 'type'>[] => [
    { name, type },
    ...(flag === undefined ? [] : [{ name: flag, type: 'UTINYINT' } as const]),
  ]),
];

/** A list for SELECT: of each column its finite values as `v0`, `v1` …, and whether their test failed as `f0`, `f1` … */
export const valuesAndFailures = (columns: readonly NumberColumn[]): readonly string[] =>
  columns.flatMap(({ name, flag }, i) => {
    const value = `TRY_CAST(${named(name)} AS DOUBLE)`;
    return [
      `CASE WHEN isfinite(${value}) THEN ${value} END AS v${i}`,
      `${flag === undefined ? 'false' : `coalesce(${named(flag)} = 4, false)`} AS f${i}`,
    ];
  });
