import { replacedMeanwhile } from '../export-error.ts';
import type { Cell } from '../read-batches.ts';
import type { NcType } from './netcdf-file.ts';

/** What stands where there is no value: the netCDF library's own, outside of what instruments measure. */
export const FILL = {
  double: 9.969209968386869e36,
  int64: -9_223_372_036_854_775_806n,
  int: -2_147_483_647,
  byte: -127,
} as const;

/** How a cell, or an item of one that is a list, becomes a number of the variable; nothing where there is no value. */
export type ToNumber = (cell: Cell) => number | bigint | null;

/** Values of one variable for some rows. */
export interface RowBuffer {
  /** Puts a cell into a row. */
  put(row: number, cell: Cell): void;
  /** The first so many rows as they stand in a file. */
  rows(count: number): ArrayBufferView;
}

const product = (lengths: readonly number[]): number => lengths.reduce((all, length) => all * length, 1);

/** A buffer for numbers; `inner` is how long lists may be. */
function numberBuffer<T extends Float64Array | BigInt64Array | Int32Array | Int8Array>(
  values: T,
  inner: readonly number[],
  set: (values: T, at: number, cell: Cell) => void,
): RowBuffer {
  const [length] = inner;
  const size = length ?? 1;
  return {
    put(row, cell) {
      if (length === undefined) set(values, row, cell);
      else
        for (let i = 0; i < length; i++) set(values, row * length + i, Array.isArray(cell) ? (cell[i] ?? null) : null);
    },
    rows: (count) => values.subarray(0, count * size),
  };
}

/** A buffer for texts, each in as many bytes as the last of `inner`. */
function textBuffer(bytes: Buffer, inner: readonly number[]): RowBuffer {
  const room = inner.at(-1) ?? 1;
  const size = product(inner);
  const set = (at: number, cell: Cell): void => {
    bytes.fill(0, at, at + room);
    if (typeof cell !== 'string') return;
    const written = bytes.write(cell, at, room, 'utf8');
    if (room - written < 4 && Buffer.byteLength(cell) > room) throw replacedMeanwhile();
  };
  return {
    put(row, cell) {
      const start = row * size;
      if (inner.length === 1) set(start, cell);
      else for (let i = 0; i * room < size; i++) set(start + i * room, Array.isArray(cell) ? (cell[i] ?? null) : null);
    },
    rows: (count) => bytes.subarray(0, count * size),
  };
}

/** A buffer for so many rows of a variable. */
export function rowBuffer(type: NcType, inner: readonly number[], rows: number, toNumber: ToNumber): RowBuffer {
  const size = rows * product(inner);
  switch (type) {
    case 'char':
      return textBuffer(Buffer.alloc(size), inner);
    case 'int64':
      return numberBuffer(new BigInt64Array(size), inner, (values, at, cell) => {
        values[at] = BigInt(toNumber(cell) ?? FILL.int64);
      });
    case 'double':
      return numberBuffer(new Float64Array(size), inner, (values, at, cell) => {
        values[at] = Number(toNumber(cell) ?? FILL.double);
      });
    default: {
      const fill = FILL[type];
      const values = type === 'int' ? new Int32Array(size) : new Int8Array(size);
      return numberBuffer<Int32Array | Int8Array>(values, inner, (all, at, cell) => {
        all[at] = Number(toNumber(cell) ?? fill);
      });
    }
  }
}
