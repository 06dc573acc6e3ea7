import { wayReader } from '../kit/read-fields.ts';
import type { FieldMetadata } from '../model/metadata.ts';
import type { Flag, Sample, Value } from '../model/sample.ts';
import type { FlagColumn } from '../refine/refiner.ts';

/** How a column is written in SQL. */
export type ColumnType =
  | 'TIMESTAMP_NS'
  | 'VARCHAR'
  | 'DOUBLE'
  | 'BIGINT'
  | 'BOOLEAN'
  | 'BLOB'
  | 'UTINYINT'
  | 'DOUBLE[]'
  | 'BIGINT[]'
  | 'VARCHAR[]';

/** A column of a stream's files, and what of a sample stands in it. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  get(sample: Sample): Value | bigint | Flag | null | undefined;
}

/** What decides the columns of a stream's files. */
export interface StreamSchema {
  readonly fields: Readonly<Record<string, FieldMetadata>>;
  /** The names of its columns of flags. */
  readonly flags: readonly string[];
}

/** The columns that every stream has, before and behind its own. No field may be called like one of them. */
const TIMES: readonly Column[] = [
  { name: 'time', type: 'TIMESTAMP_NS', get: ({ time }) => time },
  { name: 'port_time', type: 'TIMESTAMP_NS', get: ({ times }) => times.port },
  { name: 'device_time', type: 'TIMESTAMP_NS', get: ({ times }) => times.device },
  { name: 'driver_time', type: 'TIMESTAMP_NS', get: ({ times }) => times.driver },
  { name: 'quality', type: 'VARCHAR', get: ({ quality }) => quality },
];
const ORIGIN: readonly Column[] = [
  { name: 'calibration', type: 'VARCHAR', get: ({ calibration }) => calibration },
  { name: 'log_link', type: 'VARCHAR', get: ({ log }) => log?.link },
  { name: 'log_day', type: 'VARCHAR', get: ({ log }) => log?.day },
  { name: 'log_offset', type: 'BIGINT', get: ({ log }) => log?.offset },
  { name: 'log_length', type: 'BIGINT', get: ({ log }) => log?.length },
];

/** Names that are taken. */
export const RECORD_COLUMNS: readonly string[] = [...TIMES, ...ORIGIN].map(({ name }) => name);

/** The column of a field's flags of all tests together. */
export const aggregateOf = (field: string, flags: Readonly<Record<string, FlagColumn>>): string | undefined =>
  Object.keys(flags).find((column) => flags[column]!.field === field && flags[column]!.test === undefined);

const LISTS = {
  number: 'DOUBLE[]',
  integer: 'BIGINT[]',
  text: 'VARCHAR[]',
  flag: 'VARCHAR[]',
  bytes: 'VARCHAR[]',
} as const;
const TYPES = { number: 'DOUBLE', integer: 'BIGINT', text: 'VARCHAR', flag: 'BOOLEAN', bytes: 'BLOB' } as const;

export const columnType = ({ type, items = 'number' }: Pick<FieldMetadata, 'type' | 'items'>): ColumnType =>
  type === 'list' ? LISTS[items] : TYPES[type];

/** Reads what a sample holds in one of its parts under a name. Compiled once: the columns of a file are made each time that it is written. */
function readersOf<T>(part: 'values' | 'flags'): (name: string) => (sample: Sample) => T | undefined {
  const known = new Map<string, (sample: Sample) => T | undefined>();
  return (name) => {
    const read = known.get(name) ?? wayReader<T>([part, name]);
    known.set(name, read);
    return read;
  };
}
const valueReader = readersOf<Value>('values');
const flagReader = readersOf<Flag>('flags');

/** The columns of a stream's files, in their order. */
export const columnsOf = ({ fields, flags }: StreamSchema): readonly Column[] => [
  ...TIMES,
  ...Object.entries(fields).map(([name, field]): Column => ({ name, type: columnType(field), get: valueReader(name) })),
  ...flags.map((name): Column => ({ name, type: 'UTINYINT', get: flagReader(name) })),
  ...ORIGIN,
];
