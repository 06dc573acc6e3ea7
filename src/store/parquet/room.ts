import type duckdb from '@duckdb/node-bindings';

export type Api = typeof duckdb;
export type Vector = duckdb.Vector;

/** As many rows as DuckDB takes at once. */
export const ROWS = 2048;

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
  /** The place of the next value, or the first of the next so many. */
  next(more?: number): number;
  /** There is no value at a place. */
  none(at: number): void;
  /** Copies all into a vector, and begins anew. */
  moveTo(vector: Vector): void;
}

/** One whose values have so many items each. */
export function makeRoom<I extends Items>(api: Api, make: (length: number) => I, width = 1): Room<I> {
  let values = ROWS;
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
    moveTo(vector) {
      const { items, count } = room;
      api.copy_data_to_vector(vector, 0, items.buffer, 0, count * width * items.BYTES_PER_ELEMENT);
      if (lacked) {
        api.vector_ensure_validity_writable(vector);
        api.copy_data_to_vector_validity(vector, 0, valid.buffer, 0, Math.ceil(count / 64) * 8);
        valid.fill(0xff);
      }
      room.count = 0;
    },
  };
  return room;
}

const bytesOf = ({ buffer }: Items): Uint8Array => new Uint8Array(buffer);
