import { dirname } from 'node:path';
import { describeError } from '../../kit/errors.ts';
import { ExportError } from '../export-error.ts';

type Api = typeof import('h5wasm/node');
type HdfFile = InstanceType<Api['File']>;
type Hdf = Awaited<Api['ready']>;

/** What a variable's values are; `char` is a byte of a text in UTF-8. */
export type NcType = 'double' | 'int64' | 'int' | 'byte' | 'char';

/** A text, or numbers of one type. */
export type NcAttribute = string | Float64Array | BigInt64Array | Int32Array | Int8Array;
export type NcAttributes = Readonly<Record<string, NcAttribute>>;

export interface NcVariable {
  readonly name: string;
  readonly type: NcType;
  /** Names of its dimensions, slowest first; none for a single value. */
  readonly dimensions: readonly string[];
  /** So many rows are compressed, and read, together; only of a variable that may become longer. */
  readonly chunk?: number;
  readonly attributes: NcAttributes;
}

/** The names of HDF5's types in the library. */
const HDF_TYPES = { double: '<d', int64: '<q', int: '<i', byte: '<b', char: 'S1' } as const;
export const BYTES = { double: 8, int64: 8, int: 4, byte: 1, char: 1 } as const;

const DEFLATE = 4;

/** Nothing is ever written to a dimension. */
const DIMENSION_CHUNK = 1024;

/** By this the netCDF library knows an HDF5 dataset that is a dimension and nothing more (netCDF-4 file format, "Dimensions without coordinate variables"). */
const DIMENSION_ONLY = 'This is a netCDF dimension but not a netCDF variable.';

/** A netCDF-4 file that is being written: HDF5 with named dimensions, as the netCDF library writes it. What HDF5 cannot write is an `ExportError`. */
export class NetcdfFile implements Disposable {
  readonly #path: string;
  readonly #hdf: Hdf;
  readonly #file: HdfFile;
  readonly #lengths = new Map<string, number>();
  readonly #unlimited = new Set<string>();
  readonly #variables = new Map<string, NcVariable>();
  #isOpen = true;

  private constructor(path: string, api: Api, hdf: Hdf) {
    this.#path = path;
    this.#hdf = hdf;
    this.#file = new api.File(path, 'w', { track_order: true });
  }

  /** Begins a file. The library is loaded with the first one. */
  static async create(path: string): Promise<NetcdfFile> {
    const api = await import('h5wasm/node');
    const hdf = await api.ready;
    // Not all of the library's calls tell whether they failed.
    hdf.activate_throwing_error_handler();
    return attempt(path, () => new NetcdfFile(path, api, hdf));
  }

  /** A dimension; an unlimited one may become longer when others add to the file. */
  addDimension(name: string, length: number, { unlimited = false } = {}): void {
    if (this.#lengths.has(name)) return;
    this.#lengths.set(name, length);
    if (unlimited) this.#unlimited.add(name);
    attempt(this.#path, () => {
      const scale = this.#create(name, '<f', [length], unlimited ? [null] : [length], DIMENSION_CHUNK);
      scale.make_scale(`${DIMENSION_ONLY}${String(length).padStart(10)}`);
    });
  }

  addVariable(variable: NcVariable): void {
    const { name, type, dimensions, attributes, chunk = DIMENSION_CHUNK } = variable;
    const shape = dimensions.map((dimension) => this.#length(dimension));
    const growing = dimensions.map((dimension, i) => (this.#unlimited.has(dimension) ? null : shape[i]!));
    attempt(this.#path, () => {
      const dataset = this.#create(name, HDF_TYPES[type], shape, growing, chunk);
      for (const [i, dimension] of dimensions.entries()) dataset.attach_scale(i, `/${dimension}`);
      for (const [key, value] of Object.entries(attributes)) addAttribute(dataset, key, value);
    });
    this.#variables.set(name, variable);
  }

  addAttributes(attributes: NcAttributes): void {
    attempt(this.#path, () => {
      for (const [key, value] of Object.entries(attributes)) addAttribute(this.#file, key, value);
    });
  }

  /** Writes values, little-endian and in rows, from a row on; all of a single value. */
  write(name: string, values: ArrayBufferView, from = 0): void {
    const variable = this.#variables.get(name);
    if (variable === undefined) throw new TypeError(`${this.#path} has no variable ${name}`);
    const { dimensions, type } = variable;
    const [, ...inner] = dimensions.map((dimension) => this.#length(dimension));
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const row = inner.reduce((product, length) => product * length, BYTES[type]);
    const count = [bytes.length / row, ...inner].map(BigInt);
    const offset = [from, ...inner.map(() => 0)].map(BigInt);
    const place = this.#hdf._malloc(bytes.length);
    try {
      this.#hdf.HEAPU8.set(bytes, place);
      const [counts, offsets, strides] =
        dimensions.length === 0 ? [null, null, null] : [count, offset, count.map(() => 1n)];
      attempt(this.#path, () =>
        this.#hdf.set_dataset_data(this.#file.file_id, `/${name}`, counts, offsets, strides, BigInt(place)),
      );
    } finally {
      this.#hdf._free(place);
    }
  }

  /** All is on its way to the disk when this returns. */
  close(): void {
    this.#isOpen = false;
    attempt(this.#path, () => {
      this.#file.flush();
      this.#file.close();
    });
  }

  /** Closes a file that is given up. */
  [Symbol.dispose](): void {
    if (!this.#isOpen) return;
    try {
      this.close();
    } catch {
      // Why it is given up was said already.
    }
  }

  #length(dimension: string): number {
    const length = this.#lengths.get(dimension);
    if (length === undefined) throw new TypeError(`${this.#path} has no dimension ${dimension}`);
    return length;
  }

  #create(name: string, dtype: string, shape: readonly number[], maxshape: readonly (number | null)[], chunk: number) {
    const isGrowing = maxshape.includes(null);
    const first = isGrowing ? [0, ...shape.slice(1)] : [...shape];
    const size = first.reduce((product, length) => product * length, 1);
    const dataset = this.#file.create_dataset({
      name,
      data: nothing(dtype, size),
      shape: first,
      dtype,
      maxshape: [...maxshape],
      ...(isGrowing && { chunks: [chunk, ...shape.slice(1)], compression: DEFLATE }),
      track_order: true,
    });
    if (isGrowing) dataset.resize([...shape]);
    return dataset;
  }
}

/** What HDF5 says of the operating system's reason, in the middle of much else. */
const REASON = /error message = '([^']+)'/;

function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const text = describeError(cause);
    const [, reason = text] = REASON.exec(text) ?? [];
    throw new ExportError(`a NetCDF file cannot be written in ${dirname(path)}: ${reason}`, { cause });
  }
}

/** What stands in a dataset before anything was written. */
function nothing(dtype: string, size: number): string[] | BigInt64Array | Float64Array {
  if (dtype === 'S1') return Array.from({ length: size }, () => '');
  return dtype === '<q' ? new BigInt64Array(size) : new Float64Array(size);
}

const ATTRIBUTE_TYPES = [
  [Float64Array, '<d'],
  [BigInt64Array, '<q'],
  [Int32Array, '<i'],
  [Int8Array, '<b'],
] as const;

interface Attributed {
  create_attribute(name: string, data: NcAttribute, shape: number[], dtype: string): void;
}

/** Texts have a fixed length: so they are characters for all readers, and not the strings that only some know. */
function addAttribute(to: Attributed, name: string, value: NcAttribute): void {
  if (typeof value === 'string') {
    const length = Buffer.byteLength(value);
    if (length > 0) to.create_attribute(name, value, [], `S${length}`);
    return;
  }
  const [, dtype] = ATTRIBUTE_TYPES.find(([type]) => value instanceof type)!;
  to.create_attribute(name, value, [value.length], dtype);
}
