import { ParameterError } from '../kit/errors.ts';
import { nearest } from '../kit/nearest.ts';
import type { FieldMetadata } from '../model/metadata.ts';
import type { FlagColumn } from '../refine/refiner.ts';
import { type ColumnType, columnsOf, RECORD_COLUMNS } from '../store/columns.ts';
import type { DayMetadata } from '../store/day-metadata.ts';

/** A column of what is exported. */
export interface ExportColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** Of a column that holds a field. */
  readonly field?: FieldMetadata;
  /** Of a column of flags. */
  readonly flag?: FlagColumn;
}

/** What a sample has beside its fields, said for people. */
export const RECORD_TITLES: Readonly<Record<string, string>> = {
  time: 'Time of the sample',
  port_time: 'Arrival of the first byte at the port agent',
  device_time: "The instrument's own clock",
  driver_time: 'When the sample was decoded',
  quality: 'What the decoder says of the sample',
  calibration: 'Calibration that derived values were made with',
  log_link: 'Link whose log holds the bytes of the sample',
  log_day: 'Day of the log that holds the bytes of the sample',
  log_offset: 'Place of the first byte in that log',
  log_length: 'How many bytes the sample was decoded from',
};

/** What a column is called for people. */
export const titleOf = ({ name, field, flag }: ExportColumn, fields: DayMetadata['fields']): string => {
  if (field) return field.title;
  if (!flag) return RECORD_TITLES[name] ?? name;
  const title = fields[flag.field]?.title ?? flag.field;
  return flag.test === undefined
    ? `Quality of ${title}: all tests`
    : `Quality of ${title}: ${flag.test.replaceAll('_', ' ')} test`;
};

/** The names of a field's flags. */
export const flagsOf = (field: string, columns: readonly ExportColumn[]): string[] =>
  columns.flatMap(({ name, flag }) => (flag?.field === field ? [name] : []));

/**
 * The columns that are wanted, in the order of the files; all where none are named. With a field come its flags. A name that is not
 * there is a `ParameterError`.
 */
export function chooseColumns(
  all: readonly ExportColumn[],
  names: readonly string[] | undefined,
  always: readonly string[] = ['time'],
): ExportColumn[] {
  if (names === undefined) return [...all];
  const fields = all.flatMap(({ name, field }) => (field ? [name] : []));
  const issues = names
    .filter((name) => !all.some((column) => column.name === name))
    .map((name) => ({ name, message: `no such field; ${nearest(name, fields)}` }));
  if (issues.length > 0) throw new ParameterError(issues);
  const wanted = new Set([...always, ...names]);
  return all.filter(({ name, flag }) => wanted.has(name) || (flag !== undefined && wanted.has(flag.field)));
}

/** The columns that the files have, in the order of a file that had them all. */
export const describedColumns = (
  types: ReadonlyMap<string, ColumnType>,
  { fields, flags }: DayMetadata,
): ExportColumn[] => {
  const known = columnsOf({ fields, flags: Object.keys(flags) }).flatMap(({ name }) => (types.has(name) ? [name] : []));
  return [...new Set([...known, ...types.keys()])].map((name) => {
    const type = types.get(name)!;
    const field = RECORD_COLUMNS.includes(name) ? undefined : fields[name];
    const flag = flags[name];
    return {
      name,
      type,
      ...(field && { field }),
      ...(flag && { flag: { field: flag.field, ...(flag.test !== undefined && { test: flag.test }) } }),
    };
  });
};
