import type { Value } from '../../model/sample.ts';
import { toJsonValue } from '../../model/sample-json.ts';
import type { ColumnType } from '../columns.ts';
import { type Api, type Items, makeRoom, type Room, type Vector } from './room.ts';

export type Cell = Value | bigint | undefined;

/** Values of a column on their way into one of DuckDB's vectors, in the form that they have there. */
export interface Block {
  /** The next; one that is not of the column's type is none. */
  put(value: Cell): void;
  /** The next ones, where they are many: lists have hundreds. */
  putAll(values: readonly Value[]): void;
  readonly count: number;
  /** Copies all into a vector, and begins anew. */
  moveTo(vector: Vector): void;
}

/** One for a column of a type. */
export const makeBlock = (api: Api, type: ColumnType): Block => MAKE[type](api);

const MAKE: Readonly<Record<ColumnType, (api: Api) => Block>> = {
  TIMESTAMP_NS: times,
  VARCHAR: texts,
  DOUBLE: numbers,
  BIGINT: integers,
  BOOLEAN: flags,
  BLOB: blobs,
  UTINYINT: small,
  'DOUBLE[]': (api) => lists(api, numbers(api)),
  'BIGINT[]': (api) => lists(api, integers(api)),
  'VARCHAR[]': (api) => lists(api, texts(api)),
};

const doubles = (length: number) => new Float64Array(length);
const longs = (length: number) => new BigInt64Array(length);
const words = (length: number) => new Int32Array(length);
const bytes = (length: number) => new Uint8Array(length);

function numbers(api: Api): Block {
  const room = makeRoom(api, doubles);
  const put = (value: Cell): void => {
    const at = room.next();
    if (typeof value === 'number') room.items[at] = value;
    else room.none(at);
  };
  return block(room, put, {
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
function integers(api: Api): Block {
  const room = makeRoom(api, words, 2);
  const set = (items: Int32Array, at: number, value: Cell): void => {
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
  return block(room, put, {
    putAll(values) {
      let at = room.next(values.length);
      const { items } = room;
      for (let i = 0; i < values.length; i++, at++) {
        const value = values[i];
        // Most fit into one word, and the other repeats their sign.
        if (typeof value === 'number' && (value | 0) === value) {
          items[2 * at] = value;
          items[2 * at + 1] = value >> 31;
        } else set(items, at, value);
      }
    },
  });
}

/** An instrument's clock may show any year; 64 bits do not hold each of them. */
function times(api: Api): Block {
  const room = makeRoom(api, longs);
  return block(room, (value) => {
    const at = room.next();
    if (typeof value === 'bigint') room.items[at] = value;
    if (room.items[at] !== value) room.none(at);
  });
}

function flags(api: Api): Block {
  const room = makeRoom(api, bytes);
  return block(room, (value) => {
    const at = room.next();
    if (typeof value === 'boolean') room.items[at] = Number(value);
    else room.none(at);
  });
}

function small(api: Api): Block {
  const room = makeRoom(api, bytes);
  return block(room, (value) => {
    const at = room.next();
    if (typeof value === 'number') room.items[at] = value;
    else room.none(at);
  });
}

function textOf(value: Cell): string | undefined {
  if (value === null || typeof value === 'bigint') return undefined;
  return typeof value === 'string' || value === undefined ? value : JSON.stringify(toJsonValue(value));
}

/** A text of up to so many bytes stands in the vector itself, behind its length; a longer one elsewhere (`duckdb_string_t` of DuckDB's C API). */
const SHORT = 12;
const TEXT = 4 + SHORT;

/** Most columns of texts are short and say the same again and again. */
function texts(api: Api): Block {
  const room = makeRoom(api, words, TEXT / 4);
  const inWords = words(TEXT / 4);
  const inBytes = Buffer.from(inWords.buffer);
  let long: [at: number, text: string][] = [];
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
    else long.push([at, text]);
  };
  const after = (vector: Vector): void => {
    for (const [at, text] of long) api.vector_assign_string_element(vector, at, text);
    long = [];
  };
  return block(room, put, { after });
}

function blobs(api: Api): Block {
  const room = makeRoom(api, words, TEXT / 4);
  let kept: [at: number, bytes: Uint8Array][] = [];
  const put = (value: Cell): void => {
    const at = room.next();
    if (value instanceof Uint8Array) kept.push([at, value]);
    else room.none(at);
  };
  const after = (vector: Vector): void => {
    for (const [at, bytes] of kept) api.vector_assign_string_element_len(vector, at, bytes);
    kept = [];
  };
  return block(room, put, { after });
}

/** Where the values of each list begin among those of all, and how many they are; each as two words. */
function lists(api: Api, values: Block): Block {
  const room = makeRoom(api, words, 4);
  const put = (value: Cell): void => {
    const at = room.next();
    room.items[4 * at] = values.count;
    room.items[4 * at + 2] = Array.isArray(value) ? value.length : 0;
    if (Array.isArray(value)) values.putAll(value);
    else room.none(at);
  };
  const after = (vector: Vector): void => {
    api.list_vector_reserve(vector, values.count);
    api.list_vector_set_size(vector, values.count);
    values.moveTo(api.list_vector_get_child(vector));
  };
  return block(room, put, { after });
}

interface More {
  readonly putAll?: Block['putAll'];
  /** Brings what does not stand in the room itself behind it. */
  readonly after?: (vector: Vector) => void;
}

const block = <I extends Items>(room: Room<I>, put: Block['put'], { putAll, after }: More = {}): Block => ({
  put,
  putAll: putAll ?? ((values) => values.forEach(put)),
  get count() {
    return room.count;
  },
  moveTo(vector) {
    room.moveTo(vector);
    after?.(vector);
  },
});
