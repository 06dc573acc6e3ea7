import { toIso } from '../kit/time.ts';
import type { ExportColumn } from './columns.ts';
import type { Batch, Cell } from './read-batches.ts';

const SECOND = 1_000_000_000n;

/** A time with all its digits: where some had less, pandas would not take the column for times. */
export const fullTime = (time: bigint): string => {
  const rest = ((time % SECOND) + SECOND) % SECOND;
  return `${toIso(time - rest).slice(0, 19)}.${String(rest).padStart(9, '0')}Z`;
};

/** Numbers that are none, as pandas, R and Java read them. */
const number = (value: number): string =>
  Number.isFinite(value) ? String(value) : Number.isNaN(value) ? 'NaN' : value > 0 ? 'inf' : '-inf';

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A list as JSON, with nothing in it that JSON does not know. */
export const json = (value: Cell): string =>
  JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? Number(inner) : inner));

/** How the cells of a column are written. */
export function cellText({ type }: Pick<ExportColumn, 'type'>): (cell: Cell) => string {
  if (type === 'TIMESTAMP_NS') return (cell) => (typeof cell === 'bigint' ? fullTime(cell) : '');
  if (type === 'DOUBLE') return (cell) => (typeof cell === 'number' ? number(cell) : '');
  if (type.endsWith('[]')) return (cell) => (cell === null ? '' : quoted(json(cell)));
  return (cell) => (cell === null ? '' : quoted(String(cell)));
}

/** The first line, as RFC 4180 has it: the names of the columns. */
export const csvHeader = (columns: readonly ExportColumn[]): string =>
  `${columns.map(({ name }) => quoted(name)).join(',')}\n`;

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
