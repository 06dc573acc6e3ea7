import type { ExportColumn } from './columns.ts';
import { json } from './csv.ts';
import type { Batch } from './read-batches.ts';

/** The names of the columns, as a list of JSON: the first line of ERDDAP's "JSON Lines CSV". */
export const jsonlCsvHeader = (columns: readonly ExportColumn[]): string =>
  `${json(columns.map(({ name }) => name))}\n`;

/** Rows as lists of JSON, one a line. */
export function jsonlCsvLines({ rows, columns }: Batch): string {
  let lines = '';
  for (let row = 0; row < rows; row++) lines += `${json(columns.map((column) => column[row] ?? null))}\n`;
  return lines;
}
