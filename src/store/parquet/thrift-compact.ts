// Thrift's compact protocol, in which the footers of Parquet files are written, as far as they use it:
// https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md

/** What a value is on the wire. */
export const TYPES = {
  true: 1,
  false: 2,
  i8: 3,
  i16: 4,
  i32: 5,
  i64: 6,
  double: 7,
  binary: 8,
  list: 9,
  set: 10,
  struct: 12,
} as const;
const INTEGERS: ReadonlySet<number> = new Set([TYPES.i16, TYPES.i32, TYPES.i64]);

/** A value, and what it is on the wire. */
export type ThriftValue =
  | { readonly type: 'integer' | 'boolean'; readonly wire: number; readonly value: bigint }
  | { readonly type: 'bytes'; readonly wire: number; readonly value: Uint8Array }
  | { readonly type: 'list'; readonly wire: number; readonly element: number; readonly value: readonly ThriftValue[] }
  | { readonly type: 'struct'; readonly wire: number; readonly value: ThriftStruct };

/** By the number of the field. */
export type ThriftStruct = ReadonlyMap<number, ThriftValue>;

/** Reads a struct; a `RangeError` where the bytes are none. */
export function readThrift(bytes: Uint8Array): ThriftStruct {
  let at = 0;
  const byte = (): number => {
    const next = bytes[at];
    if (next === undefined) throw new RangeError(`a Thrift struct ends in the middle, after ${at} bytes`);
    at += 1;
    return next;
  };
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const next = byte();
      value |= BigInt(next & 0x7f) << shift;
      if (next < 0x80) return value;
    }
  };
  const zigzag = (): bigint => {
    const value = varint();
    return (value >> 1n) ^ -(value & 1n);
  };
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw new RangeError(`a Thrift value of ${length} bytes ends behind the struct`);
    at += length;
    return bytes.subarray(at - length, at);
  };
  const struct = (): ThriftStruct => {
    const fields = new Map<number, ThriftValue>();
    for (let id = 0; ; ) {
      const head = byte();
      if (head === 0) return fields;
      id = head >> 4 === 0 ? Number(zigzag()) : id + (head >> 4);
      fields.set(id, fieldValue(head & 0x0f));
    }
  };
  /** A boolean field's value is its type. */
  const fieldValue = (wire: number): ThriftValue =>
    wire === TYPES.true || wire === TYPES.false ? { type: 'boolean', wire, value: 0n } : read(wire);
  const read = (wire: number): ThriftValue => {
    if (INTEGERS.has(wire)) return { type: 'integer', wire, value: zigzag() };
    if (wire === TYPES.true || wire === TYPES.false || wire === TYPES.i8)
      return { type: 'bytes', wire, value: take(1) };
    if (wire === TYPES.double) return { type: 'bytes', wire, value: take(8) };
    if (wire === TYPES.binary) return { type: 'bytes', wire, value: take(Number(varint())) };
    if (wire === TYPES.struct) return { type: 'struct', wire, value: struct() };
    if (wire !== TYPES.list && wire !== TYPES.set)
      throw new RangeError(`${wire} is no type of Thrift's that Parquet uses`);
    const head = byte();
    const length = head >> 4 === 15 ? Number(varint()) : head >> 4;
    const element = head & 0x0f;
    return { type: 'list', wire, element, value: Array.from({ length }, () => read(element)) };
  };
  return struct();
}

/** Writes a struct. */
export function writeThrift(struct: ThriftStruct): Uint8Array {
  let room = Buffer.alloc(ROOM);
  let at = 0;
  const need = (bytes: number): void => {
    if (at + bytes <= room.length) return;
    const more = Buffer.alloc(2 * (at + bytes));
    room.copy(more, 0, 0, at);
    room = more;
  };
  const byte = (value: number): void => {
    need(1);
    room[at++] = value;
  };
  const put = (bytes: Uint8Array): void => {
    need(bytes.length);
    room.set(bytes, at);
    at += bytes.length;
  };
  const varint = (value: bigint): void => {
    let high = value;
    for (; high > SMALL; high >>= 7n) byte(Number(high & 0x7fn) | 0x80);
    let rest = Number(high);
    for (; rest >= 0x80; rest >>>= 7) byte((rest & 0x7f) | 0x80);
    byte(rest);
  };
  const zigzag = (value: bigint): void => varint(BigInt.asUintN(64, (value << 1n) ^ (value >> 63n)));
  const writeStruct = (fields: ThriftStruct): void => {
    let before = 0;
    for (const [id, field] of fields) {
      const step = id - before;
      if (step > 0 && step < 16) byte((step << 4) | field.wire);
      else {
        byte(field.wire);
        zigzag(BigInt(id));
      }
      write(field);
      before = id;
    }
    byte(0);
  };
  const write = (field: ThriftValue): void => {
    if (field.type === 'integer') zigzag(field.value);
    else if (field.type === 'struct') writeStruct(field.value);
    else if (field.type === 'bytes') {
      if (field.wire === TYPES.binary) varint(BigInt(field.value.length));
      put(field.value);
    } else if (field.type === 'list') {
      const { length } = field.value;
      byte((Math.min(length, 15) << 4) | field.element);
      if (length >= 15) varint(BigInt(length));
      for (const one of field.value) write(one);
    }
  };
  writeStruct(struct);
  return room.subarray(0, at);
}

/** The footer of a day's file mostly has some 10 kB. */
const ROOM = 16_384;
/** What the operators of 32 bits handle. */
const SMALL = 0x7fff_ffffn;
