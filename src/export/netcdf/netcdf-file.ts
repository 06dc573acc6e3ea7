import { SondeError } from '../../kit/errors.ts';

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

/** The file cannot be written, mostly because the disk is full. */
export class NetcdfError extends SondeError {
  readonly code = 'netcdf';
}

/** A netCDF-4 file that is being written: HDF5 with named dimensions, as the netCDF library writes it. */
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
    return new NetcdfFile(path, api, await api.ready);
  }

  /** A dimension; an unlimited one may become longer when others add to the file. */
  addDimension(name: string, length: number, { unlimited = false } = {}): void {
    if (this.#lengths.has(name)) return;
    this.#lengths.set(name, length);
    if (unlimited) this.#unlimited.add(name);
    const scale = this.#create(name, '<f', [length], unlimited ? [null] : [length], DIMENSION_CHUNK);
    scale.make_scale(`${DIMENSION_ONLY}${String(length).padStart(10)}`);
  }

  addVariable(variable: NcVariable): void {
    const { name, type, dimensions, attributes, chunk = DIMENSION_CHUNK } = variable;
    const shape = dimensions.map((dimension) => this.#length(dimension));
    const growing = dimensions.map((dimension, i) => (this.#unlimited.has(dimension) ? null : shape[i]!));
    const dataset = this.#create(name, HDF_TYPES[type], shape, growing, chunk);
    for (const [i, dimension] of dimensions.entries()) dataset.attach_scale(i, `/${dimension}`);
    for (const [key, value] of Object.entries(attributes)) addAttribute(dataset, key, value);
    this.#variables.set(name, variable);
  }

  addAttributes(attributes: NcAttributes): void {
    for (const [key, value] of Object.entries(attributes)) addAttribute(this.#file, key, value);
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
      const isSingle = dimensions.length === 0;
      const status = this.#hdf.set_dataset_data(
        this.#file.file_id,
        `/${name}`,
        isSingle ? null : count,
        isSingle ? null : offset,
        isSingle ? null : count.map(() => 1n),
        BigInt(place),
      );
      if (status < 0) throw this.#failure();
    } finally {
      this.#hdf._free(place);
    }
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#file.flush();
    if (this.#file.close() < 0) throw this.#failure();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #length(dimension: string): number {
    const length = this.#lengths.get(dimension);
    if (length === undefined) throw new TypeError(`${this.#path} has no dimension ${dimension}`);
    return length;
  }

  #failure(): NetcdfError {
    return new NetcdfError(`${this.#path} cannot be written: is there room on the disk?`);
  }

  #create(name: string, dtype: string, shape: readonly number[], maxshape: readonly (number | null)[], chunk: number) {
    const isGrowing = maxshape.includes(null);
    const first = isGrowing ? [0, ...shape.slice(1)] : [...shape];
    const size = first.reduce((product, length) => product * length, 1);
    const dataset = this.#file.create_dataset({
      name,
      data:
        dtype === 'S1'
          ? Array.from({ length: size }, () => '')
          : dtype === '<q'
            ? new BigInt64Array(size)
            : new Float64Array(size),
      shape: first,
      dtype,
      maxshape: [...maxshape],
      ...(isGrowing && { chunks: [chunk, ...shape.slice(1)], compression: DEFLATE }),
      track_order: true,
    });
    if (isGrowing && dataset.resize([...shape]) < 0) throw this.#failure();
    return dataset;
  }
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
