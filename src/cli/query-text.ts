import { toIso } from '../kit/time.ts';
import type { Sample } from '../model/sample.ts';
import { toSampleJson } from '../model/sample-json.ts';
import type { Bucket, Buckets } from '../store/buckets/query-buckets.ts';
import type { StoredStream } from '../store/read/stored-stream.ts';
import { csvSheet, jsonLines, type SheetCell, type SheetColumn, type SheetFormat, tableSheet } from './sheet.ts';

const TIME: SheetColumn = { name: 'time' };

const fieldColumns = ({ fields }: StoredStream, names: readonly string[] = Object.keys(fields)): SheetColumn[] =>
  names.map((name) => ({ name, unit: fields[name]?.unit }));

/** Samples as text, batch by batch. CSV has all flags; a table says which values are suspect or failed their tests. */
export function sampleSheet(
  stream: StoredStream,
  format: SheetFormat,
  names?: readonly string[],
): (samples: readonly Sample[]) => string {
  if (format === 'jsonl') return (samples) => jsonLines(samples, toSampleJson);
  const fields = fieldColumns(stream, names);
  const flags = Object.keys(stream.flags).filter((flag) =>
    fields.some(({ name }) => name === stream.flags[flag]!.field),
  );
  const isTable = format === 'table';
  const print = isTable
    ? tableSheet([TIME, ...fields, { name: 'quality' }, { name: 'doubts' }])
    : csvSheet([TIME, ...fields, { name: 'quality' }, ...flags.map((name) => ({ name }))]);
  const rowOf = (sample: Sample): SheetCell[] => [
    sample.time,
    ...fields.map(({ name }) => sample.values[name] ?? null),
    sample.quality,
    ...(isTable ? [doubtsOf(sample, stream, flags)] : flags.map((flag) => sample.flags?.[flag] ?? null)),
  ];
  return (samples) => print(samples.map(rowOf));
}

/** `temp failed, conductivity suspect`, by the flags of all tests together. */
const doubtsOf = ({ flags = {} }: Sample, stream: StoredStream, names: readonly string[]): string =>
  names
    .filter((name) => stream.flags[name]!.test === undefined && (flags[name] === 3 || flags[name] === 4))
    .map((name) => `${stream.flags[name]!.field} ${flags[name] === 4 ? 'failed' : 'suspect'}`)
    .join(', ');

const SUMMARY = ['min', 'mean', 'max', 'count'] as const;

/** Buckets as text: of each field its least value, mean, greatest value, and how many values there are. */
export function bucketsText(stream: StoredStream, format: SheetFormat, { buckets }: Buckets): string {
  if (format === 'jsonl') return jsonLines(buckets, (bucket) => ({ ...bucket, time: toIso(bucket.time) }));
  const fields = fieldColumns(stream, Object.keys(buckets[0]?.values ?? {}));
  const columns = fields.flatMap(({ name, unit }) =>
    SUMMARY.map((of) => ({ name: `${name}_${of}`, unit: of === 'count' ? undefined : unit })),
  );
  const rowOf = ({ time, rows, values }: Bucket): SheetCell[] => [
    time,
    rows,
    ...fields.flatMap(({ name }) => SUMMARY.map((of) => values[name]?.[of] ?? null)),
  ];
  const print = (format === 'csv' ? csvSheet : tableSheet)([TIME, { name: 'rows' }, ...columns]);
  return print(buckets.map(rowOf));
}
