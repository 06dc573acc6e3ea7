import { toIso } from '../kit/time.ts';
import type { Value } from '../model/sample.ts';
import { toJsonValue } from '../model/sample-json.ts';
import { csvCell } from './csv.ts';
import { rounded, table } from './output.ts';

/** How rows are printed. */
export const SHEET_FORMATS = ['table', 'csv', 'jsonl'] as const;
export type SheetFormat = (typeof SHEET_FORMATS)[number];

/** A column of rows that are printed. */
export interface SheetColumn {
  readonly name: string;
  readonly unit?: string | undefined;
}

/** Times are nanoseconds since 1970. */
export type SheetCell = Value | bigint;

/** How rows become text: the first of a stream's with what stands above them. */
export type Sheet = (rows: readonly (readonly SheetCell[])[]) => string;

/** For programs: RFC 4180, times in ISO-8601, nothing where a value is missing. */
export function csvSheet(columns: readonly SheetColumn[]): Sheet {
  let header = `${columns.map(({ name }) => csvCell(name)).join(',')}\n`;
  return (rows) => {
    const lines = rows.map((row) => `${row.map((cell) => csvCell(plain(cell))).join(',')}\n`);
    const text = `${header}${lines.join('')}`;
    header = '';
    return text;
  };
}

const plain = (cell: SheetCell): unknown => (typeof cell === 'bigint' ? toIso(cell) : toJsonValue(cell));

/** A list of more values than that is only counted. */
const SHOWN = 4;

/** A cell for people. */
function shown(cell: SheetCell): string {
  if (cell === null) return '-';
  if (cell instanceof Uint8Array) return `${cell.length} bytes`;
  if (Array.isArray(cell)) return cell.length > SHOWN ? `${cell.length} values` : JSON.stringify(plain(cell));
  return String(plain(rounded(cell)));
}

/** For people: columns with their units, numbers with their ends below each other. */
export function tableSheet(columns: readonly SheetColumn[]): Sheet {
  const hasUnits = columns.some(({ unit }) => unit !== undefined);
  let head = [columns.map(({ name }) => name), ...(hasUnits ? [columns.map(({ unit = '' }) => unit)] : [])];
  let widths = columns.map(() => 0);
  return (rows) => {
    const cells = [...head, ...rows.map((row) => row.map(shown))];
    head = [];
    widths = widths.map((width, i) => Math.max(width, ...cells.map((row) => row[i]!.length)));
    const isNumber = columns.map((_, i) => rows.some((row) => typeof row[i] === 'number'));
    const padded = (cell: string, i: number): string =>
      isNumber[i] ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!);
    return table(cells.map((row) => row.map(padded)));
  };
}

/** For programs too: what `toJson` makes of each, one a line. */
export const jsonLines = <T>(rows: readonly T[], toJson: (row: T) => object): string =>
  rows.map((row) => `${JSON.stringify(toJson(row))}\n`).join('');
