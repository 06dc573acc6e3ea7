import { type Issue, ParameterError } from '../kit/errors.ts';
import type { DayMetadata } from '../store/day-metadata.ts';
import type { ExportColumn } from './columns.ts';

/** What a file says of itself, and of which day it is. */
export interface DatedMetadata {
  readonly day: string;
  readonly metadata: DayMetadata;
}

/** A column has one unit: where a field's unit was changed, files of before and after are no single export. All such fields are said at once. */
export function mustHaveOneUnit(columns: readonly ExportColumn[], files: readonly DatedMetadata[]): void {
  const issues = columns.flatMap(({ name, field }) => (field ? issueOf(name, files) : []));
  if (issues.length > 0) throw new ParameterError(issues);
}

function issueOf(name: string, files: readonly DatedMetadata[]): Issue[] {
  const units = files.flatMap(({ day, metadata: { fields } }) =>
    fields[name] === undefined ? [] : [{ day, unit: fields[name].unit ?? 'no unit' }],
  );
  const [first] = units;
  const changed = units.find(({ unit }) => unit !== first?.unit);
  if (first === undefined || changed === undefined) return [];
  const message = `is in '${first.unit}' first, and in '${changed.unit}' in a file of ${changed.day}: export them apart (--from, --to), or leave it out (--fields)`;
  return [{ name, message }];
}
