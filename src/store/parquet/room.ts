import type duckdb from '@duckdb/node-bindings';

export type Api = typeof duckdb;
export type Vector = duckdb.Vector;

/** As many rows as DuckDB takes at once. */
export const ROWS = 2048;
/** Values that there is room for at first: as many as there are bits in a word of `valid`. */
const FIRST = 64;

export type Items =
  | Float64Array<ArrayBuffer>
  | BigInt64Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>;

/** The memory of a vector, to be: values side by side, and a bit for each of them that tells whether there is one. */
export interface Room<I extends Items> {
  /** Made anew where more is needed: to be asked for after `next`. */
  items: I;
  count: number;
  /** What it takes, in bytes. */
  readonly size: number;
  /** The place of the next value, or the first of the next so many. */
  next(more?: number): number;
  /** There is no value at a place. */
  none(at: number): void;
  /** Whether there is one. */
  has(at: number): boolean;
  /** Copies all into a vector. */
  copyTo(api: Api, vector: Vector): void;
  /** Begins anew. */
  clear(): void;
}

/** One whose values have so many items each. */
export function makeRoom<I extends Items>(make: (length: number) => I, width = 1): Room<I> {
  let values = FIRST;
  let valid = new Uint8Array(values / 8).fill(0xff);
  /** A vector that lacked values once is told which are there from then on. */
  let lacked = false;
  const grow = (): void => {
    values *= 2;
    const items = make(values * width);
    bytesOf(items).set(bytesOf(room.items));
    room.items = items;
    const before = valid;
    valid = new Uint8Array(values / 8).fill(0xff);
    valid.set(before);
  };
  const room: Room<I> = {
    items: make(values * width),
    count: 0,
    get size() {
      return room.items.byteLength + valid.byteLength;
    },
    next(more = 1) {
      const at = room.count;
      while (at + more > values) grow();
      room.count = at + more;
      return at;
    },
    none(at) {
      lacked = true;
      valid[at >> 3]! &= ~(1 << (at & 7));
    },
    has: (at) => (valid[at >> 3]! & (1 << (at & 7))) !== 0,
    copyTo(api, vector) {
      const { items, count } = room;
      api.copy_data_to_vector(vector, 0, items.buffer, 0, count * width * items.BYTES_PER_ELEMENT);
      if (!lacked) return;
      api.vector_ensure_validity_writable(vector);
      api.copy_data_to_vector_validity(vector, 0, valid.buffer, 0, Math.ceil(count / 64) * 8);
    },
    clear() {
      if (lacked) valid.fill(0xff);
      room.count = 0;
    },
  };
  return room;
}

const bytesOf = ({ buffer }: Items): Uint8Array => new Uint8Array(buffer);
