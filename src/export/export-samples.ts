import { open } from 'node:fs/promises';
import { wholeFile } from '../kit/files.ts';
import type { Nanos } from '../kit/time.ts';
import { csvDescription } from './csv-description.ts';
import type { OwnAttributes } from './netcdf/global-attributes.ts';
import { writeNetcdf } from './netcdf/write-netcdf.ts';
import { writeParquet } from './parquet.ts';
import type { Source } from './source.ts';
import { TEXT_FORMATS } from './text.ts';

/** What samples can be written as. */
export const EXPORT_FORMATS = ['csv', 'jsonl', 'jsonlcsv', 'parquet', 'netcdf'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export type TextFormat = keyof typeof TEXT_FORMATS;
export const isTextFormat = (format: ExportFormat): format is TextFormat => Object.hasOwn(TEXT_FORMATS, format);

export interface ExportOptions {
  readonly now: Nanos;
  readonly signal: AbortSignal;
  /** What a NetCDF file says of itself besides. */
  readonly attributes?: OwnAttributes;
  /** So many more samples were written. */
  readonly onRows?: (rows: number) => void;
}

/** Writes samples as text to wherever it goes. */
export async function exportText(
  source: Source,
  format: TextFormat,
  write: (text: string) => Promise<unknown>,
  { signal, onRows }: Pick<ExportOptions, 'signal' | 'onRows'>,
): Promise<void> {
  for await (const { text, rows } of TEXT_FORMATS[format](source, signal)) {
    await write(text);
    onRows?.(rows);
  }
}

/** Writes samples to a file, which is there when it is whole. A CSV file gets its description beside it. */
export async function exportFile(
  source: Source,
  format: ExportFormat,
  path: string,
  options: ExportOptions,
): Promise<void> {
  await wholeFile(path, (temporary) => writeTo(source, format, temporary, options));
  if (format !== 'csv') return;
  const description = JSON.stringify(csvDescription(source, path), undefined, 2);
  await wholeFile(`${path}-metadata.json`, (temporary) => writeText(temporary, (write) => write(`${description}\n`)));
}

async function writeTo(source: Source, format: ExportFormat, path: string, options: ExportOptions): Promise<void> {
  if (format === 'netcdf') return writeNetcdf(source, path, options);
  if (format === 'parquet') return writeParquet(source, path, options);
  return writeText(path, (write) => exportText(source, format, write, options));
}

/** Who may read an export is what the user's umask says: it is made to be handed on. */
const MODE = 0o666;

async function writeText(path: string, work: (write: (text: string) => Promise<unknown>) => Promise<unknown>) {
  const file = await open(path, 'w', MODE);
  try {
    await work((text) => file.appendFile(text));
  } finally {
    await file.close();
  }
}
