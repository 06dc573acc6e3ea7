import type { DayMetadata } from '../../store/day-metadata.ts';
import { type ExportColumn, titleOf } from '../columns.ts';
import type { Measure, Measured } from '../measure.ts';
import type { Cell } from '../read-batches.ts';
import { coded, flagStandardName, QARTOD_FLAGS, QUALITIES } from './flags.ts';
import { BYTES, type NcAttributes, type NcType, type NcVariable } from './netcdf-file.ts';
import { FILL, type ToNumber } from './row-buffer.ts';

/** A variable with one row for each sample. */
export interface RowVariable extends NcVariable {
  /** The place of its column. */
  readonly column: number;
  /** The lengths of its dimensions behind the first. */
  readonly inner: readonly number[];
  readonly toNumber: ToNumber;
}

/** The dimension of all samples. */
export const OBS = 'obs';
export const itemsDimension = (length: number): string => `items_${length}`;
export const textDimension = (length: number): string => `strlen_${length}`;

/** What is known of the file when its variables are planned. */
export interface Frame {
  readonly about: DayMetadata;
  readonly columns: readonly ExportColumn[];
  readonly measured: Measured;
  /** Names of the coordinates that samples have, and of the variable that describes the instrument. */
  readonly coordinates: readonly string[];
  readonly instrument: string;
  /** The name of the variable with exact times. */
  readonly exactTime: string;
}

const SECONDS = 'seconds since 1970-01-01T00:00:00Z';

const SECOND = 1_000_000_000n;

const number: ToNumber = (cell) => (typeof cell === 'number' || typeof cell === 'bigint' ? cell : null);
const seconds: ToNumber = (cell) =>
  typeof cell === 'bigint' ? Number(cell / SECOND) + Number(cell % SECOND) / Number(SECOND) : null;
const truth: ToNumber = (cell) => (typeof cell === 'boolean' ? Number(cell) : null);
const qualityNumber: ToNumber = (cell) => {
  const at = QUALITIES.indexOf(String(cell));
  return at < 0 ? null : at;
};
const count: ToNumber = (cell: Cell) => (Array.isArray(cell) ? cell.length : null);

/** The variables of a source's columns, in their order. */
export const rowVariables = (frame: Frame): RowVariable[] =>
  frame.columns.flatMap((column, i) => variablesOf(frame, column, i));

function variablesOf(frame: Frame, column: ExportColumn, at: number): RowVariable[] {
  const { about, measured } = frame;
  const { name, type, field, flag } = column;
  const own = measured.columns.get(name) ?? { nulls: 0 };
  const titled: NcAttributes = { long_name: titleOf(column, about.fields) };
  const scalar = (more: Partial<RowVariable> & Pick<RowVariable, 'type' | 'toNumber'>): RowVariable => ({
    name,
    column: at,
    inner: [],
    dimensions: [OBS],
    attributes: titled,
    ...more,
  });
  if (name === 'time') return timeVariables(frame, scalar);
  if (name === 'quality') {
    const attributes = { ...titled, ...coded(QUALITIES), _FillValue: Int8Array.of(FILL.byte) };
    return [scalar({ type: 'byte', toNumber: qualityNumber, attributes })];
  }
  if (flag) {
    const attributes = { ...titled, standard_name: flagStandardName(flag.test), ...QARTOD_FLAGS };
    return [scalar({ type: 'byte', toNumber: number, attributes })];
  }
  const described: NcAttributes = { ...titled, ...(field && fieldAttributes(frame, column)) };
  switch (type) {
    case 'TIMESTAMP_NS':
      return [
        scalar({
          type: 'double',
          toNumber: seconds,
          attributes: { ...described, units: SECONDS, calendar: 'standard', _FillValue: Float64Array.of(FILL.double) },
        }),
      ];
    case 'BOOLEAN':
      return [
        scalar({
          type: 'byte',
          toNumber: truth,
          attributes: { ...described, ...coded(['false', 'true']), _FillValue: Int8Array.of(FILL.byte) },
        }),
      ];
    case 'VARCHAR':
    case 'BLOB': {
      const room = own.longest || 1;
      return [
        scalar({
          type: 'char',
          toNumber: number,
          inner: [room],
          dimensions: [OBS, textDimension(room)],
          attributes: { ...described, _Encoding: 'utf-8', ...(type === 'BLOB' && { comment: 'bytes in base64' }) },
        }),
      ];
    }
    default:
      return type.endsWith('[]')
        ? listVariables(scalar, column, own, described)
        : [scalar(numeric(type, own, described, column))];
  }
}

type MakeScalar = (more: Partial<RowVariable> & Pick<RowVariable, 'type' | 'toNumber'>) => RowVariable;

/**
 * The time as every tool reads it, in seconds, to a quarter of a microsecond; and exactly, in nanoseconds: as a unit of time these are
 * refused by ERDDAP (its issue 216) and cftime, so they are only numbers.
 */
const timeVariables = ({ exactTime }: Frame, scalar: MakeScalar): RowVariable[] => [
  scalar({
    type: 'double',
    toNumber: seconds,
    attributes: {
      long_name: 'Time of the sample',
      standard_name: 'time',
      axis: 'T',
      units: SECONDS,
      calendar: 'standard',
    },
  }),
  scalar({
    name: exactTime,
    type: 'int64',
    toNumber: number,
    attributes: { long_name: 'Time of the sample, exact: since 1970-01-01T00:00:00Z', units: 'ns' },
  }),
];

const numbersOf = (type: NcType, values: readonly number[]): Float64Array | BigInt64Array =>
  type === 'int64' ? BigInt64Array.from(values, (value) => BigInt(Math.trunc(value))) : Float64Array.from(values);

/** A number, or a list of them; the range in which a value can be true is said where no value lies outside, since readers hide those. */
function numeric(type: string, { least, greatest }: Measure, described: NcAttributes, { field }: ExportColumn) {
  const own: NcType = type.startsWith('BIGINT') ? 'int64' : 'double';
  const fill = own === 'int64' ? BigInt64Array.of(FILL.int64) : Float64Array.of(FILL.double);
  const range = least === undefined || greatest === undefined ? undefined : numbersOf(own, [least, greatest]);
  const [low, high] = field?.valid ?? [];
  const isWithin = low !== undefined && high !== undefined && (least ?? low) >= low && (greatest ?? high) <= high;
  return {
    type: own,
    toNumber: number,
    attributes: {
      ...described,
      _FillValue: fill,
      ...(isWithin && { valid_min: numbersOf(own, [low]), valid_max: numbersOf(own, [high]) }),
      ...(range && { actual_range: range }),
    },
  };
}

/** Lists are rows as long as the longest; how long each is stands beside them where they differ. */
function listVariables(scalar: MakeScalar, column: ExportColumn, own: Measure, described: NcAttributes): RowVariable[] {
  const { name, type } = column;
  const most = own.most || 1;
  const dimensions = [OBS, itemsDimension(most)];
  const room = own.longest || 1;
  const list: RowVariable =
    type === 'VARCHAR[]'
      ? scalar({
          type: 'char',
          toNumber: number,
          inner: [most, room],
          dimensions: [...dimensions, textDimension(room)],
          attributes: { ...described, _Encoding: 'utf-8' },
        })
      : scalar({ ...numeric(type, own, described, column), inner: [most], dimensions });
  if (own.nulls === 0 && own.fewest === own.most) return [list];
  const attributes = { long_name: `Length of ${column.field?.title ?? name}`, _FillValue: Int32Array.of(FILL.int) };
  return [list, scalar({ name: `${name}_count`, type: 'int', toNumber: count, attributes })];
}

/** What is said of a field, besides its title. */
function fieldAttributes(
  { about, columns, coordinates, instrument }: Frame,
  { name, field }: ExportColumn,
): NcAttributes {
  const flags = columns.flatMap((other) => (other.flag?.field === name ? [other.name] : []));
  return {
    ...(field?.unit !== undefined && { units: field.unit }),
    ...(field?.cf !== undefined && { standard_name: field.cf }),
    coordinates: coordinates.join(' '),
    ...(flags.length > 0 && { ancillary_variables: flags.join(' ') }),
    instrument,
    ...(about.instrument.site !== undefined && { platform: about.instrument.site }),
  };
}

/** Bytes of one row. */
export const rowBytes = ({ type, inner }: RowVariable): number =>
  inner.reduce((product, length) => product * length, BYTES[type]);
