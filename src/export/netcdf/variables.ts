import { SECOND } from '../../kit/time.ts';
import type { ColumnType } from '../../store/columns.ts';
import type { DayMetadata } from '../../store/day-metadata.ts';
import { type ExportColumn, flagsOf, RECORD_TITLES, titleOf } from '../columns.ts';
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
const itemsDimension = (length: number): string => `items_${length}`;
export const textDimension = (length: number): string => `strlen_${length}`;

/** What is known of the file when its variables are planned. */
export interface Frame {
  readonly about: DayMetadata;
  readonly columns: readonly ExportColumn[];
  readonly measured: Measured;
  /** Names of the coordinates that samples have, and of the variable that describes the instrument. */
  readonly coordinates: readonly string[];
  readonly instrument: string;
  /** The name of a variable that is no column, such that it is not called like one. */
  readonly free: (name: string) => string;
}

const SECONDS = 'seconds since 1970-01-01T00:00:00Z';

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
  frame.columns.flatMap((column, at) => variablesOf(frame, column, at));

type Shape = Pick<RowVariable, 'type' | 'toNumber' | 'attributes'> & Partial<RowVariable>;
interface Making extends Pick<Frame, 'free'> {
  readonly described: NcAttributes;
  readonly own: Measure;
  readonly column: ExportColumn;
}

const filled = (described: NcAttributes, more: NcAttributes, fill: Float64Array | Int8Array): NcAttributes => ({
  ...described,
  ...more,
  _FillValue: fill,
});

const text = ({ described, own }: Making, more: NcAttributes = {}): Shape => {
  const room = own.longest || 1;
  return {
    type: 'char',
    toNumber: number,
    inner: [room],
    dimensions: [OBS, textDimension(room)],
    attributes: { ...described, ...more, _Encoding: 'utf-8' },
  };
};

const time = ({ described }: Making): Shape => ({
  type: 'double',
  toNumber: seconds,
  attributes: filled(described, { units: SECONDS, calendar: 'standard' }, Float64Array.of(FILL.double)),
});

const words = ({ described }: Making, meanings: readonly string[], toNumber: ToNumber): Shape => ({
  type: 'byte',
  toNumber,
  attributes: filled(described, coded(meanings), Int8Array.of(FILL.byte)),
});

/** How the values of a column are said. */
const SHAPES: Readonly<Record<ColumnType, (making: Making) => readonly Shape[]>> = {
  TIMESTAMP_NS: (making) => [time(making)],
  BOOLEAN: (making) => [words(making, ['false', 'true'], truth)],
  VARCHAR: (making) => [text(making)],
  BLOB: (making) => [text(making, { comment: 'bytes in base64' })],
  UTINYINT: ({ described }) => [{ type: 'byte', toNumber: number, attributes: { ...described, ...QARTOD_FLAGS } }],
  DOUBLE: (making) => [numeric(making)],
  BIGINT: (making) => [numeric(making)],
  'DOUBLE[]': (making) => list(making, numeric(making), []),
  'BIGINT[]': (making) => list(making, numeric(making), []),
  'VARCHAR[]': (making) => list(making, text(making), [making.own.longest || 1]),
};

function variablesOf(frame: Frame, column: ExportColumn, at: number): RowVariable[] {
  const { name, type, field, flag } = column;
  const flags = flagsOf(name, frame.columns);
  const described: NcAttributes = {
    long_name: titleOf(column, frame.about.fields),
    ...(field?.unit !== undefined && { units: field.unit }),
    ...(field?.cf !== undefined && { standard_name: field.cf }),
    ...(flag && { standard_name: flagStandardName(flag.test) }),
    ...(field && { coordinates: frame.coordinates.join(' '), instrument: frame.instrument }),
    ...(flags.length > 0 && { ancillary_variables: flags.join(' ') }),
  };
  const making = { described, own: frame.measured.columns.get(name) ?? { nulls: 0 }, column, free: frame.free };
  const shapes =
    name === 'time'
      ? timeOfSample(frame, described)
      : name === 'quality'
        ? [words(making, QUALITIES, qualityNumber)]
        : SHAPES[type](making);
  return shapes.map((shape) => ({ name, column: at, inner: [], dimensions: [OBS], ...shape }));
}

/**
 * The time as every tool reads it, in seconds, to 0.12 µs; and exactly, in nanoseconds: as a unit of time these are refused by ERDDAP (its
 * issue 216) and cftime, so they are only numbers.
 */
const timeOfSample = ({ free }: Frame, described: NcAttributes): Shape[] => [
  {
    type: 'double',
    toNumber: seconds,
    attributes: { ...described, standard_name: 'time', axis: 'T', units: SECONDS, calendar: 'standard' },
  },
  {
    name: free('time_ns'),
    type: 'int64',
    toNumber: number,
    attributes: { long_name: `${RECORD_TITLES.time}, exact: since 1970-01-01T00:00:00Z`, units: 'ns' },
  },
];

const numbersOf = (type: NcType, values: readonly number[]): Float64Array | BigInt64Array =>
  type === 'int64' ? BigInt64Array.from(values, (value) => BigInt(Math.trunc(value))) : Float64Array.from(values);

/** A number, or a list of them; the range in which a value can be true is said where no value lies outside, since readers hide those. */
function numeric({ described, own: { least, greatest }, column: { type, field } }: Making): Shape {
  const own: NcType = type.startsWith('BIGINT') ? 'int64' : 'double';
  const range = least === undefined || greatest === undefined ? undefined : numbersOf(own, [least, greatest]);
  const [low, high] = field?.valid ?? [];
  const isWithin = low !== undefined && high !== undefined && (least ?? low) >= low && (greatest ?? high) <= high;
  return {
    type: own,
    toNumber: number,
    attributes: {
      ...described,
      _FillValue: own === 'int64' ? BigInt64Array.of(FILL.int64) : Float64Array.of(FILL.double),
      ...(isWithin && { valid_min: numbersOf(own, [low]), valid_max: numbersOf(own, [high]) }),
      ...(range && { actual_range: range }),
    },
  };
}

/** Lists are rows as long as the longest; how long each is stands beside them where they differ. */
function list({ own, column: { name, field }, free }: Making, item: Shape, within: readonly number[]): Shape[] {
  const most = own.most || 1;
  const all: Shape = {
    ...item,
    inner: [most, ...within],
    dimensions: [OBS, itemsDimension(most), ...within.map(textDimension)],
  };
  if (own.nulls === 0 && own.fewest === own.most) return [all];
  const attributes = { long_name: `Length of ${field?.title ?? name}`, _FillValue: Int32Array.of(FILL.int) };
  return [all, { name: free(`${name}_count`), type: 'int', toNumber: count, attributes }];
}

/** Bytes of one row. */
export const rowBytes = ({ type, inner }: RowVariable): number =>
  inner.reduce((product, length) => product * length, BYTES[type]);
