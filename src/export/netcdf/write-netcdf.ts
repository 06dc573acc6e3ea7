import type { Nanos } from '../../kit/time.ts';
import { measure } from '../measure.ts';
import { readBatches } from '../read-batches.ts';
import type { Source } from '../source.ts';
import { globalAttributes, type OwnAttributes } from './global-attributes.ts';
import { NetcdfFile } from './netcdf-file.ts';
import { rowBuffer } from './row-buffer.ts';
import { freeName, station } from './station.ts';
import { itemsDimension, OBS, type RowVariable, rowBytes, rowVariables, textDimension } from './variables.ts';

export interface NetcdfOptions {
  readonly now: Nanos;
  readonly attributes?: OwnAttributes;
  /** So many more rows were written. */
  readonly onRows?: (rows: number) => void;
  readonly signal: AbortSignal;
}

/** Rows are gathered in memory up to about so many bytes, and so many rows. */
const MEMORY = 32 * 2 ** 20;
const MOST_ROWS = 16_384;
/** What readers take at once should not be larger. */
const CHUNK = 2 ** 20;

const powerOfTwo = (most: number): number => 2 ** Math.max(0, Math.floor(Math.log2(most)));

/** Writes a source as a netCDF-4 file after CF-1.11 and ACDD-1.3. A disk that is full is a `NetcdfError`. */
export async function writeNetcdf(source: Source, path: string, options: NetcdfOptions): Promise<void> {
  const { now, attributes = {}, onRows, signal } = options;
  const { about, columns, rows } = source;
  const measured = await measure(source);
  const taken = new Set(columns.map(({ name }) => name));
  const { variables: singles, coordinates, instrument } = station(about, taken);
  const variables = rowVariables({
    about,
    columns,
    measured,
    coordinates: ['time', ...coordinates],
    instrument,
    exactTime: freeName('time_ns', taken),
  });
  const file = await NetcdfFile.create(path);
  try {
    file.addAttributes(globalAttributes(source, measured, now, attributes));
    file.addDimension(OBS, rows, { unlimited: true });
    const gathered = Math.min(MOST_ROWS, powerOfTwo(MEMORY / variables.reduce((sum, one) => sum + rowBytes(one), 0)));
    for (const variable of singles) {
      for (const dimension of variable.dimensions) file.addDimension(dimension, variable.value.byteLength);
      file.addVariable(variable);
      file.write(variable.name, variable.value);
    }
    for (const variable of variables) {
      addDimensions(file, variable);
      file.addVariable({ ...variable, chunk: Math.min(gathered, powerOfTwo(CHUNK / rowBytes(variable)), rows) });
    }
    const buffers = variables.map(({ type, inner, toNumber }) => rowBuffer(type, inner, gathered, toNumber));
    let written = 0;
    let filled = 0;
    const write = (): void => {
      for (const [i, { name }] of variables.entries()) file.write(name, buffers[i]!.rows(filled), written);
      written += filled;
      onRows?.(filled);
      filled = 0;
    };
    for await (const batch of readBatches(source, signal)) {
      for (let from = 0; from < batch.rows; ) {
        const count = Math.min(batch.rows - from, gathered - filled);
        for (const [i, { column }] of variables.entries()) {
          const cells = batch.columns[column]!;
          for (let row = 0; row < count; row++) buffers[i]!.put(filled + row, cells[from + row] ?? null);
        }
        from += count;
        filled += count;
        if (filled === gathered) write();
      }
    }
    if (filled > 0) write();
  } finally {
    file.close();
  }
}

/** The dimensions of a variable that come behind that of the samples. */
function addDimensions(file: NetcdfFile, { type, inner }: RowVariable): void {
  for (const [i, length] of inner.entries()) {
    const isText = type === 'char' && i === inner.length - 1;
    file.addDimension(isText ? textDimension(length) : itemsDimension(length), length);
  }
}
