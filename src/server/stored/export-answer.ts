import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { type ExportFormat, exportFile, isTextFormat } from '../../export/export-samples.ts';
import { openSource, type Source, type Wanted } from '../../export/source.ts';
import { TEXT_FORMATS } from '../../export/text.ts';
import type { Nanos } from '../../kit/time.ts';
import { RECORD_COLUMNS } from '../../store/columns.ts';
import { openDuck } from '../../store/duck.ts';
import { streamed } from './streaming.ts';

/** The media type and the ending of each format. */
export const EXPORTS: Readonly<Record<ExportFormat, { readonly type: string; readonly ending: string }>> = {
  csv: { type: 'text/csv; charset=utf-8', ending: 'csv' },
  jsonl: { type: 'application/x-ndjson; charset=utf-8', ending: 'jsonl' },
  jsonlcsv: { type: 'application/x-ndjson; charset=utf-8', ending: 'jsonl' },
  parquet: { type: 'application/vnd.apache.parquet', ending: 'parquet' },
  netcdf: { type: 'application/x-netcdf', ending: 'nc' },
};

/** The most memory that the database may use for one export, in bytes. */
const MEMORY = 128 * 2 ** 20;

export interface ExportAnswerOptions {
  readonly wanted: Wanted;
  readonly format: ExportFormat;
  readonly now: Nanos;
  readonly signal: AbortSignal;
  /** How long it is, told before the first byte, where that is known. */
  readonly onLength?: (bytes: number) => void;
  /** Called when all is over, however it ended. */
  readonly onEnd: () => void;
}

/**
 * Samples as a file of others, as they are taken. Text is made meanwhile; what is no text stands in a folder for temporary files first,
 * and goes with it.
 */
export function exportAnswer(options: ExportAnswerOptions): Promise<Readable> {
  return streamed(pieces(options), options.signal);
}

async function* pieces(options: ExportAnswerOptions): AsyncGenerator<string | Uint8Array> {
  const { wanted, format, now, signal, onLength, onEnd } = options;
  let folder: string | undefined;
  try {
    folder = await mkdtemp(join(tmpdir(), 'sonde-download-'));
    const duck = await openDuck({ memory: MEMORY, spill: folder });
    try {
      const connection = await duck.connect();
      const source = await openSource(connection, {
        ...wanted,
        data: resolve(wanted.data),
        // A sample in JSON says where it comes from, whichever fields are wanted.
        ...(format === 'jsonl' && { always: RECORD_COLUMNS }),
      });
      if (isTextFormat(format)) yield* texts(source, format, signal);
      else {
        const path = join(folder, `samples.${EXPORTS[format].ending}`);
        await exportFile(source, format, path, { now, signal, attributes: {} });
        onLength?.((await stat(path)).size);
        yield* createReadStream(path, { highWaterMark: 256 * 1024 });
      }
    } finally {
      duck[Symbol.dispose]();
    }
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    onEnd();
  }
}

async function* texts(source: Source, format: keyof typeof TEXT_FORMATS, signal: AbortSignal): AsyncGenerator<string> {
  for await (const { text } of TEXT_FORMATS[format](source, signal)) yield text;
}
