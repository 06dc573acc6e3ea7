import type { FileHandle } from 'node:fs/promises';
import { sum } from '../../kit/sum.ts';
import { readThrift, type ThriftStruct, type ThriftValue, TYPES, writeThrift } from './thrift-compact.ts';

// What of a footer is looked at: https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
const FILE = { schema: 2, rows: 3, groups: 4, said: 5 } as const;
const SAID = { key: 1, value: 2 } as const;
const ELEMENT = { name: 4, children: 5 } as const;
const GROUP = { columns: 1, bytes: 2, rows: 3, fileOffset: 5, ordinal: 7 } as const;
const COLUMN = { fileOffset: 2, metadata: 3, offsetIndex: [4, 5], columnIndex: [6, 7] } as const;
const PAGES = { size: 7, data: 9, index: 10, dictionary: 11, bloomFilter: [14, 15] } as const;

/** `PAR1`, at both ends of a file. */
export const MAGIC = Buffer.from('PAR1');
/** The footer's length, and the magic. */
const END = 8;

/** The footer of a Parquet file. */
export interface ParquetFooter {
  readonly file: ThriftStruct;
  /** Where it begins: what it speaks of stands before. */
  readonly start: number;
  readonly groups: readonly ThriftStruct[];
}

/** From a byte to before another. */
export type Bytes = readonly [from: number, to: number];

const structs = (value: ThriftValue | undefined): readonly ThriftStruct[] =>
  value?.type === 'list' ? value.value.flatMap((one) => (one.type === 'struct' ? [one.value] : [])) : [];

const integer = (struct: ThriftStruct, id: number): number | undefined => {
  const field = struct.get(id);
  return field?.type === 'integer' ? Number(field.value) : undefined;
};

const inside = (struct: ThriftStruct, id: number): ThriftStruct => {
  const field = struct.get(id);
  return field?.type === 'struct' ? field.value : new Map();
};

/** Reads the footer of a file; a `RangeError` where it is no Parquet file. */
export async function readFooter(file: FileHandle): Promise<ParquetFooter> {
  const { size } = await file.stat();
  const read = async (position: number, length: number): Promise<Buffer> =>
    (await file.read({ buffer: Buffer.alloc(length), position })).buffer;
  const end = size < END ? Buffer.alloc(END) : await read(size - END, END);
  const start = size - END - end.readUInt32LE(0);
  if (!end.subarray(4).equals(MAGIC) || start < MAGIC.length) throw new RangeError('is not a Parquet file');
  const struct = readThrift(await read(start, size - END - start));
  return { file: struct, start, groups: structs(struct.get(FILE.groups)) };
}

export const rowsOfGroup = (group: ThriftStruct): number => integer(group, GROUP.rows) ?? 0;

export const rowsOfFile = ({ groups }: ParquetFooter): number => sum(groups.map(rowsOfGroup));

/** How long a row of files is on average, in bytes, not compressed; 0 where there are no rows. */
export function rowWidth(footers: readonly ParquetFooter[]): number {
  const groups = footers.flatMap((footer) => footer.groups);
  return sum(groups.map((group) => integer(group, GROUP.bytes) ?? 0)) / (sum(groups.map(rowsOfGroup)) || 1);
}

/** The same, where the file says nothing of itself but this. */
export function saying(footer: ParquetFooter, key: string, value: string): ParquetFooter {
  const text = (of: string): ThriftValue => ({ type: 'bytes', wire: TYPES.binary, value: Buffer.from(of) });
  const pair = new Map([
    [SAID.key, text(key)],
    [SAID.value, text(value)],
  ]);
  const said: ThriftValue = {
    type: 'list',
    wire: TYPES.list,
    element: TYPES.struct,
    value: [{ type: 'struct', wire: TYPES.struct, value: pair }],
  };
  const file = [...footer.file, [FILE.said, said] as const].sort(([a], [b]) => a - b);
  return { ...footer, file: new Map(file) };
}

/** Whether the rows of both files are of the same columns, in the same order and of the same types. */
export function haveSameSchema(a: ParquetFooter, b: ParquetFooter): boolean {
  const text = ({ file }: ParquetFooter): Buffer =>
    Buffer.from(writeThrift(new Map([...file].filter(([id]) => id === FILE.schema))));
  return text(a).equals(text(b));
}

/** The names of a file's columns, in their order. */
export function columnNames({ file }: ParquetFooter): string[] {
  const names: string[] = [];
  /** So many elements follow that are inside of a column. */
  let inner = 0;
  // The first is the root; what is inside of one stands behind it.
  for (const element of structs(file.get(FILE.schema)).slice(1)) {
    const name = element.get(ELEMENT.name);
    if (inner > 0) inner -= 1;
    else if (name?.type === 'bytes') names.push(Buffer.from(name.value).toString());
    inner += integer(element, ELEMENT.children) ?? 0;
  }
  return names;
}

/** The bytes of a file that a group of rows needs. */
export function bytesOfGroup(group: ThriftStruct): Bytes[] {
  return structs(group.get(GROUP.columns)).flatMap((column) => {
    const pages = inside(column, COLUMN.metadata);
    const starts = [PAGES.data, PAGES.index, PAGES.dictionary].flatMap((id) => integer(pages, id) ?? []);
    const first = Math.min(...starts.filter((start) => start > 0));
    const spanOf = (struct: ThriftStruct, [at, length]: readonly [number, number]): Bytes[] => {
      const [from, size] = [integer(struct, at), integer(struct, length)];
      return from === undefined ? [] : [[from, from + (size ?? 0)]];
    };
    return [
      [first, first + (integer(pages, PAGES.size) ?? 0)],
      ...spanOf(pages, PAGES.bloomFilter),
      ...spanOf(column, COLUMN.offsetIndex),
      ...spanOf(column, COLUMN.columnIndex),
    ];
  });
}

/** The same group, so many bytes further on in a file. */
export function moved(group: ThriftStruct, by: number): ThriftStruct {
  const shift = (struct: ThriftStruct, ids: readonly number[]): ThriftStruct =>
    new Map(
      [...struct].map(([id, field]) => {
        // 0 is how some say that there is none.
        const isPlace = ids.includes(id) && field.type === 'integer' && field.value > 0n;
        return [id, isPlace ? { ...field, value: field.value + BigInt(by) } : field];
      }),
    );
  const column = (value: ThriftValue): ThriftValue => {
    if (value.type !== 'struct') return value;
    const own = shift(value.value, [COLUMN.fileOffset, COLUMN.offsetIndex[0], COLUMN.columnIndex[0]]);
    const pages = own.get(COLUMN.metadata);
    if (pages?.type !== 'struct') return { ...value, value: own };
    const places = [PAGES.data, PAGES.index, PAGES.dictionary, PAGES.bloomFilter[0]];
    return { ...value, value: new Map(own).set(COLUMN.metadata, { ...pages, value: shift(pages.value, places) }) };
  };
  const columns = group.get(GROUP.columns);
  const all = shift(group, [GROUP.fileOffset]);
  return columns?.type === 'list'
    ? new Map(all).set(GROUP.columns, { ...columns, value: columns.value.map(column) })
    : all;
}

/** A group of rows as it will stand in a footer: a file may have thousands, and read they take thirty times as much memory. */
export interface WrittenGroup {
  readonly rows: number;
  readonly bytes: Uint8Array;
}

/** Writes a group that has so many before it. */
export function writeGroup(group: ThriftStruct, before: number): WrittenGroup {
  const ordinal = group.get(GROUP.ordinal);
  const numbered =
    ordinal?.type === 'integer' ? new Map(group).set(GROUP.ordinal, { ...ordinal, value: BigInt(before) }) : group;
  return { rows: rowsOfGroup(group), bytes: new Uint8Array(writeThrift(numbered)) };
}

/** The end of a file: the given one's footer, but for the groups, and what stands behind it. */
export function footerBytes({ file }: ParquetFooter, groups: readonly WrittenGroup[]): Uint8Array {
  const rows = BigInt(sum(groups.map((group) => group.rows)));
  const struct = writeThrift(
    new Map(
      [...file].map(([id, field]) => {
        if (id === FILE.rows && field.type === 'integer') return [id, { ...field, value: rows }];
        if (id !== FILE.groups || field.type !== 'list') return [id, field];
        const value = groups.map(({ bytes }) => ({ type: 'bytes', wire: TYPES.struct, value: bytes }) as const);
        return [id, { ...field, element: TYPES.struct, value }];
      }),
    ),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(struct.length);
  return Buffer.concat([struct, length, MAGIC]);
}
