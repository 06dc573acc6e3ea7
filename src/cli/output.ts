import { once } from 'node:events';
import { toJsonValue } from '../model/sample-json.ts';

/** Writes, and waits where the reader is slow. A reader that has gone (`| head`) ends the program quietly. */
export async function write(stream: NodeJS.WritableStream, text: string | Uint8Array): Promise<void> {
  if (text.length > 0 && !stream.write(text)) await once(stream, 'drain');
}

/** What would do something to the terminal instead of being seen. */
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;

/** A value for people: text as it is, but for what would control their terminal; the rest as JSON. */
export const show = (value: unknown): string =>
  typeof value === 'string'
    ? value
        .replaceAll('\r\n', '\n')
        .replace(CONTROLS, (sign) => `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`)
    : JSON.stringify(value, (_, inner) => (inner instanceof Uint8Array ? toJsonValue(inner) : inner));

/** A computed number has more digits than anybody measures: people are shown ten. All other values are as they are. */
export const rounded = <T>(value: T): T | number =>
  typeof value === 'number' && Number.isFinite(value) && !Number.isInteger(value)
    ? Number(value.toPrecision(10))
    : value;

/** Columns as wide as their widest cell. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>((all, row) => row.map((cell, i) => Math.max(all[i] ?? 0, cell.length)), []);
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, i) => cell.padEnd(widths[i]!))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
