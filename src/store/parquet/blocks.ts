import type { Value } from '../../model/sample.ts';
import { toJsonValue } from '../../model/sample-json.ts';
import type { ColumnType } from '../columns.ts';
import { type Api, type Items, makeRoom, type Room, type Vector } from './room.ts';

/** What stands in a row of a column. */
export type Cell = Value | bigint | undefined;

/** Values of a column on their way into one of DuckDB's vectors, in the form that they have there. */
export interface Block {
  /** The next; one that is not of the column's type is none. */
  put(value: Cell): void;
  /** The next ones, where they are many: lists have hundreds. */
  putAll(values: readonly Value[]): void;
  /** What was put there; `null` where there is none. */
  at(row: number): Value | bigint;
  readonly count: number;
  /** What it takes, in bytes. */
  readonly size: number;
  /** Copies all into a vector. */
  copyTo(api: Api, vector: Vector): void;
  /** Begins anew. */
  clear(): void;
}

/** One for a column of a type. */
export const makeBlock = (type: ColumnType): Block => MAKE[type]();

const MAKE: Readonly<Record<ColumnType, () => Block>> = {
  TIMESTAMP_NS: times,
  VARCHAR: texts,
  DOUBLE: numbers,
  BIGINT: integers,
  BOOLEAN: flags,
  BLOB: blobs,
  UTINYINT: small,
  'DOUBLE[]': () => lists(numbers()),
  'BIGINT[]': () => lists(integers()),
  'VARCHAR[]': () => lists(texts()),
};

const doubles = (length: number) => new Float64Array(length);
const longs = (length: number) => new BigInt64Array(length);
const words = (length: number) => new Int32Array(length);
const bytes = (length: number) => new Uint8Array(length);

function numbers(): Block {
  const room = makeRoom(doubles);
  const put = (value: Cell): void => {
    const at = room.next();
    if (typeof value === 'number') room.items[at] = value;
    else room.none(at);
  };
  return block(room, put, (at) => room.items[at]!, {
    putAll(values) {
      let at = room.next(values.length);
      const { items } = room;
      for (let i = 0; i < values.length; i++, at++) {
        const value = values[i];
        if (typeof value === 'number') items[at] = value;
        else room.none(at);
      }
    },
  });
}

const WORD = 2 ** 32;
/** 64 bits hold what lies between. */
const MOST = 2 ** 63;

/** Written as two words: a `BigInt` for each would take longer than all the rest. */
function integers(): Block {
  const room = makeRoom(words, 2);
  const set = (items: Int32Array, at: number, value: Cell): void => {
    // Most fit into one word, and the other repeats their sign.
    if (typeof value === 'number' && (value | 0) === value) {
      items[2 * at] = value;
      items[2 * at + 1] = value >> 31;
      return;
    }
    const whole = typeof value === 'number' ? Math.round(value) : Number.NaN;
    if (whole >= -MOST && whole < MOST) {
      items[2 * at] = whole;
      items[2 * at + 1] = Math.floor(whole / WORD);
    } else room.none(at);
  };
  const put = (value: Cell): void => {
    const at = room.next();
    set(room.items, at, value);
  };
  const read = (at: number): number => room.items[2 * at + 1]! * WORD + (room.items[2 * at]! >>> 0);
  return block(room, put, read, {
    putAll(values) {
      let at = room.next(values.length);
      const { items } = room;
      for (let i = 0; i < values.length; i++, at++) set(items, at, values[i]);
    },
  });
}

/** An instrument's clock may show any year; 64 bits do not hold each of them. */
function times(): Block {
  const room = makeRoom(longs);
  const put = (value: Cell): void => {
    const at = room.next();
    if (typeof value === 'bigint') room.items[at] = value;
    if (room.items[at] !== value) room.none(at);
  };
  return block(room, put, (at) => room.items[at]!);
}

function flags(): Block {
  const room = makeRoom(bytes);
  const put = (value: Cell): void => {
    const at = room.next();
    if (typeof value === 'boolean') room.items[at] = Number(value);
    else room.none(at);
  };
  return block(room, put, (at) => room.items[at] !== 0);
}

function small(): Block {
  const room = makeRoom(bytes);
  const put = (value: Cell): void => {
    const at = room.next();
    if (typeof value === 'number') room.items[at] = value;
    else room.none(at);
  };
  return block(room, put, (at) => room.items[at]!);
}

function textOf(value: Cell): string | undefined {
  if (value === null || typeof value === 'bigint') return undefined;
  return typeof value === 'string' || value === undefined ? value : JSON.stringify(toJsonValue(value));
}

/** A text of up to so many bytes stands in the vector itself, behind its length; a longer one elsewhere (`duckdb_string_t` of DuckDB's C API). */
const SHORT = 12;
const TEXT = 4 + SHORT;

/** Most columns of texts are short and say the same again and again. */
function texts(): Block {
  const room = makeRoom(words, TEXT / 4);
  const inWords = words(TEXT / 4);
  const inBytes = Buffer.from(inWords.buffer);
  const long = new Map<number, string>();
  let ofLong = 0;
  let last: string | undefined;
  const isShort = (text: string): boolean => {
    if (text === last) return true;
    if (text.length > SHORT || Buffer.byteLength(text) > SHORT) return false;
    inBytes.fill(0);
    inWords[0] = inBytes.write(text, 4);
    last = text;
    return true;
  };
  const put = (value: Cell): void => {
    const at = room.next();
    const text = textOf(value);
    if (text === undefined) room.none(at);
    else if (isShort(text)) room.items.set(inWords, (at * TEXT) / 4);
    else {
      long.set(at, text);
      ofLong += ELSEWHERE + text.length;
    }
  };
  const read = (at: number): string =>
    long.get(at) ?? Buffer.from(room.items.buffer, at * TEXT + 4, room.items[(at * TEXT) / 4]).toString();
  return block(room, put, read, {
    size: () => ofLong,
    after(api, vector) {
      for (const [at, text] of long) api.vector_assign_string_element(vector, at, text);
    },
    clear() {
      long.clear();
      ofLong = 0;
    },
  });
}

/** What a value that stands elsewhere takes besides its own length, in bytes. */
const ELSEWHERE = 100;

function blobs(): Block {
  const room = makeRoom(words, TEXT / 4);
  const kept = new Map<number, Uint8Array>();
  let ofKept = 0;
  const put = (value: Cell): void => {
    const at = room.next();
    if (value instanceof Uint8Array) {
      kept.set(at, value);
      ofKept += ELSEWHERE + value.byteLength;
    } else room.none(at);
  };
  return block(room, put, (at) => kept.get(at) ?? null, {
    size: () => ofKept,
    after(api, vector) {
      for (const [at, own] of kept) api.vector_assign_string_element_len(vector, at, own);
    },
    clear() {
      kept.clear();
      ofKept = 0;
    },
  });
}

/** Where the values of each list begin among those of all, and how many they are; each as two words. */
function lists(values: Block): Block {
  const room = makeRoom(words, 4);
  const put = (value: Cell): void => {
    const at = room.next();
    room.items[4 * at] = values.count;
    room.items[4 * at + 2] = Array.isArray(value) ? value.length : 0;
    if (Array.isArray(value)) values.putAll(value);
    else room.none(at);
  };
  const read = (at: number): Value[] =>
    Array.from({ length: room.items[4 * at + 2]! }, (_, i) => {
      const value = values.at(room.items[4 * at]! + i);
      return typeof value === 'bigint' ? null : value;
    });
  return block(room, put, read, {
    size: () => values.size,
    after(api, vector) {
      api.list_vector_reserve(vector, values.count);
      api.list_vector_set_size(vector, values.count);
      values.copyTo(api, api.list_vector_get_child(vector));
    },
    clear: () => values.clear(),
  });
}

/** What does not stand in the room itself. */
interface More {
  readonly putAll?: Block['putAll'];
  /** Brings it behind the rest. */
  readonly after?: Block['copyTo'];
  readonly size?: () => number;
  readonly clear?: () => void;
}

const block = <I extends Items>(
  room: Room<I>,
  put: Block['put'],
  read: Block['at'],
  { putAll, after, size, clear }: More = {},
): Block => ({
  put,
  putAll: putAll ?? ((values) => values.forEach(put)),
  at: (row) => (room.has(row) ? read(row) : null),
  get count() {
    return room.count;
  },
  get size() {
    return room.size + (size?.() ?? 0);
  },
  copyTo(api, vector) {
    room.copyTo(api, vector);
    after?.(api, vector);
  },
  clear() {
    room.clear();
    clear?.();
  },
});
