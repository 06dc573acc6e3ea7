import { csvText } from '../kit/csv.ts';
import type { ExportColumn } from './columns.ts';
import type { Batch, Cell } from './read-batches.ts';

/** Numbers that are none, as pandas, R and Java read them. */
const number = (value: number): string =>
  Number.isFinite(value) ? String(value) : Number.isNaN(value) ? 'NaN' : value > 0 ? 'inf' : '-inf';

/** A cell as JSON, with nothing in it that JSON does not know; whole numbers have all their digits. */
export function json(value: Cell): string {
  if (typeof value === 'bigint') return String(value);
  return Array.isArray(value) ? `[${value.map(json).join(',')}]` : JSON.stringify(value);
}

/** How the cells of a column are written; all times have all digits, since pandas takes no column for times where some had less. */
function cellText({ type }: Pick<ExportColumn, 'type'>): (cell: Cell) => string {
  if (type === 'DOUBLE') return (cell) => (typeof cell === 'number' ? number(cell) : '');
  if (type === 'VARCHAR') return (cell) => (cell === null ? '' : csvText(String(cell)));
  if (type.endsWith('[]')) return (cell) => (cell === null ? '' : csvText(json(cell)));
  return (cell) => (cell === null ? '' : String(cell));
}

/** The first line, as RFC 4180 has it: the names of the columns. */
export const csvHeader = (columns: readonly ExportColumn[]): string =>
  `${columns.map(({ name }) => csvText(name)).join(',')}\n`;

/** Rows as lines. Nothing stands for a value that is missing. */
export function csvLines(columns: readonly ExportColumn[]): (batch: Batch) => string {
  const writers = columns.map(cellText);
  return ({ rows, columns: cells }) => {
    const texts = cells.map((column, i) => column.map(writers[i]!));
    let lines = '';
    for (let row = 0; row < rows; row++) lines += `${texts.map((column) => column[row]).join(',')}\n`;
    return lines;
  };
}
