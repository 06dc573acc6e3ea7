import type { ExportColumn } from './columns.ts';
import { fullTime, json } from './csv.ts';
import type { Batch, Cell } from './read-batches.ts';

/** The names of the columns, as a list of JSON: the first line of ERDDAP's "JSON Lines CSV". */
export const jsonlCsvHeader = (columns: readonly ExportColumn[]): string =>
  `${json(columns.map(({ name }) => name))}\n`;

const cellOf = ({ type }: ExportColumn): ((cell: Cell) => Cell) =>
  type === 'TIMESTAMP_NS' ? (cell) => (typeof cell === 'bigint' ? fullTime(cell) : null) : (cell) => cell;

/** Rows as lists of JSON, one a line. */
export function jsonlCsvLines(columns: readonly ExportColumn[]): (batch: Batch) => string {
  const cells = columns.map(cellOf);
  return ({ rows, columns: values }) => {
    let lines = '';
    for (let row = 0; row < rows; row++)
      lines += `${json(values.map((column, i) => cells[i]!(column[row] ?? null)))}\n`;
    return lines;
  };
}
