import { sum } from '../kit/sum.ts';
import { bytesWords } from '../model/byte-words.ts';
import type { StoredStream } from '../store/read/stored-stream.ts';
import { csvSheet, jsonLines, type SheetCell, type SheetFormat, tableSheet } from './sheet.ts';

const rowsOf = ({ days }: StoredStream): number => sum(days.map(({ rows }) => rows));
const sizeOf = ({ days }: StoredStream): number => sum(days.map(({ size }) => size));

/** What there is: streams, and where they are of one instrument their fields too. */
export function streamsText(streams: readonly StoredStream[], format: SheetFormat, hasFields: boolean): string {
  if (format === 'jsonl')
    return jsonLines(streams, ({ newest, ...stream }) => ({ ...stream, title: newest?.stream.title }));
  if (format === 'table' && streams.length === 0) return 'no samples are stored there\n';
  const columns = ['instrument', 'stream', 'first day', 'last day', 'days', 'rows', 'size'].map((name) => ({ name }));
  const size = format === 'table' ? (stream: StoredStream) => bytesWords(sizeOf(stream)) : sizeOf;
  const rowOf = (stream: StoredStream): SheetCell[] => [
    stream.instrument,
    stream.stream,
    stream.days[0]?.day ?? null,
    stream.days.at(-1)?.day ?? null,
    stream.days.length,
    rowsOf(stream),
    size(stream),
  ];
  const text = (format === 'csv' ? csvSheet : tableSheet)(columns)(streams.map(rowOf));
  return hasFields && format === 'table' ? `${text}\n${fieldsText(streams)}` : text;
}

/** The fields of streams, as a table. */
const fieldsText = (streams: readonly StoredStream[]): string =>
  tableSheet(['stream', 'field', 'unit', 'type', 'title'].map((name) => ({ name })))(
    streams.flatMap(({ stream, fields }) =>
      Object.entries(fields).map(([name, { unit = '', type, title }]) => [stream, name, unit, type, title]),
    ),
  );
