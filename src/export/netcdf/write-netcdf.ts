import { inScope } from '../../kit/scope.ts';
import type { Nanos } from '../../kit/time.ts';
import { replacedMeanwhile } from '../export-error.ts';
import { type Measured, measure } from '../measure.ts';
import { readBatches } from '../read-batches.ts';
import type { Source } from '../source.ts';
import { globalAttributes, type OwnAttributes } from './global-attributes.ts';
import { type NcVariable, NetcdfFile } from './netcdf-file.ts';
import { rowBuffer } from './row-buffer.ts';
import { freeName, type SingleVariable, station } from './station.ts';
import { OBS, type RowVariable, rowBytes, rowVariables } from './variables.ts';

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

/** Before what would be called like a field. */
const OWN = 'sonde';

const powerOfTwo = (most: number): number => 2 ** Math.max(0, Math.floor(Math.log2(most)));

/** Writes a source as a netCDF-4 file after CF-1.11 and ACDD-1.3. A disk that is full is an `ExportError`. */
export async function writeNetcdf(source: Source, path: string, options: NetcdfOptions): Promise<void> {
  const measured = await measure(source);
  const { all, single, rows } = planned(source, measured);
  await inScope(async (use) => {
    const file = use(await NetcdfFile.create(path));
    file.addAttributes(globalAttributes(source, measured, options.now, options.attributes ?? {}));
    file.addDimension(all, source.rows, { unlimited: true });
    for (const variable of single) addSingle(file, variable);
    const gathered = Math.min(MOST_ROWS, powerOfTwo(MEMORY / rows.reduce((sum, one) => sum + rowBytes(one), 0)));
    for (const variable of rows) {
      addDimensions(file, variable);
      file.addVariable({ ...variable, chunk: Math.min(gathered, powerOfTwo(CHUNK / rowBytes(variable)), source.rows) });
    }
    await writeRows(source, file, rows, gathered, options);
    file.close();
  });
}

/** The variables of the file, and the dimension of all samples. A dimension that is called like a variable would be its coordinate. */
function planned({ about, columns }: Source, measured: Measured) {
  const taken = new Set(columns.map(({ name }) => name));
  const { variables, coordinates, instrument } = station(about, taken);
  const rows = rowVariables({
    about,
    columns,
    measured,
    coordinates: ['time', ...coordinates],
    instrument,
    free: (name) => freeName(name, taken, OWN),
  });
  const names = new Set([...variables, ...rows].map(({ name }) => name));
  const free = (dimension: string): string => freeName(dimension, names, OWN);
  const renamed = <T extends NcVariable>(one: T): T => ({ ...one, dimensions: one.dimensions.map(free) });
  return { all: free(OBS), single: variables.map(renamed), rows: rows.map(renamed) };
}

function addSingle(file: NetcdfFile, variable: SingleVariable): void {
  for (const dimension of variable.dimensions) file.addDimension(dimension, variable.value.byteLength);
  file.addVariable(variable);
  file.write(variable.name, variable.value);
}

/** The dimensions of a variable that come behind that of the samples. */
function addDimensions(file: NetcdfFile, { dimensions: [, ...dimensions], inner }: RowVariable): void {
  for (const [i, dimension] of dimensions.entries()) file.addDimension(dimension, inner[i]!);
}

/** Writes all rows, so many at a time: as many as are compressed together, or a multiple of it. */
async function writeRows(
  source: Source,
  file: NetcdfFile,
  variables: readonly RowVariable[],
  gathered: number,
  { onRows, signal }: NetcdfOptions,
): Promise<void> {
  const buffers = variables.map(({ type, inner, toNumber }) => rowBuffer(type, inner, gathered, toNumber));
  let written = 0;
  let filled = 0;
  const write = (): void => {
    if (written + filled > source.rows) throw replacedMeanwhile();
    for (const [i, { name }] of variables.entries()) file.write(name, buffers[i]!.rows(filled), written);
    written += filled;
    onRows?.(filled);
    filled = 0;
  };
  for await (const { rows, columns } of readBatches(source, 'nanoseconds', signal)) {
    for (let from = 0; from < rows; ) {
      const count = Math.min(rows - from, gathered - filled);
      for (const [i, { column }] of variables.entries()) {
        const cells = columns[column]!;
        for (let row = 0; row < count; row++) buffers[i]!.put(filled + row, cells[from + row] ?? null);
      }
      from += count;
      filled += count;
      if (filled === gathered) write();
    }
  }
  if (filled > 0) write();
  if (written !== source.rows) throw replacedMeanwhile();
}
