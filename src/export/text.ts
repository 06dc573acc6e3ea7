import type { Sample } from '../model/sample.ts';
import { toSampleJson } from '../model/sample-json.ts';
import { named } from '../store/duck.ts';
import { toSamples } from '../store/read/read-rows.ts';
import { csvHeader, csvLines } from './csv.ts';
import { jsonlCsvHeader, jsonlCsvLines } from './jsonl-csv.ts';
import { type Batch, readBatches } from './read-batches.ts';
import type { Source } from './source.ts';

/** A piece of an exported text, and how many samples are in it. */
export interface TextPiece {
  readonly text: string;
  readonly rows: number;
}

type TextFormat = (source: Source, signal: AbortSignal) => AsyncGenerator<TextPiece>;

/** The formats that are text, and what each writes. */
export const TEXT_FORMATS = {
  csv: (source, signal) => tableText(source, csvHeader(source.columns), csvLines(source.columns), signal),
  jsonl: sampleText,
  jsonlcsv: (source, signal) => tableText(source, jsonlCsvHeader(source.columns), jsonlCsvLines, signal),
} as const satisfies Readonly<Record<string, TextFormat>>;

async function* tableText(
  source: Source,
  header: string,
  lines: (batch: Batch) => string,
  signal: AbortSignal,
): AsyncGenerator<TextPiece> {
  yield { text: header, rows: 0 };
  for await (const batch of readBatches(source, 'text', signal)) yield { text: lines(batch), rows: batch.rows };
}

/** Samples as they leave the running program: one JSON object a line. */
async function* sampleText(source: Source, signal: AbortSignal): AsyncGenerator<TextPiece> {
  for await (const samples of readSamples(source, signal)) {
    yield { text: samples.map((one) => `${JSON.stringify(toSampleJson(one))}\n`).join(''), rows: samples.length };
  }
}

async function* readSamples(source: Source, signal: AbortSignal): AsyncGenerator<Sample[]> {
  const { wanted, columns, days, connection } = source;
  const names = columns.map(({ name }) => name);
  const shape = {
    instrument: wanted.instrument,
    stream: wanted.stream,
    fields: Object.fromEntries(columns.flatMap(({ name, field }) => (field ? [[name, field]] : []))),
    flags: columns.flatMap(({ name, flag }) => (flag ? [name] : [])),
  };
  for (const day of days) {
    const result = await connection.stream(`SELECT ${names.map(named).join(', ')} FROM (${day})`);
    for await (const chunk of result) {
      signal.throwIfAborted();
      yield toSamples(chunk, names, shape);
    }
  }
}
