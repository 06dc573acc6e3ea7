import type { DuckDBDataChunk, DuckDBValue } from '@duckdb/node-api';
import type { Nanos } from '../../kit/time.ts';
import type { FieldMetadata } from '../../model/metadata.ts';
import type { Flag, Flags, LogSpan, Quality, Sample, Value } from '../../model/sample.ts';

type Cell = Value | Nanos;
type Cells = readonly Cell[];

const QUALITIES: ReadonlySet<unknown> = new Set<Quality>([
  'ok',
  'checksum_failed',
  'out_of_range',
  'invalid',
  'questionable',
]);
const FLAGS: ReadonlySet<unknown> = new Set<Flag>([1, 2, 3, 4, 9]);
const isQuality = (cell: unknown): cell is Quality => QUALITIES.has(cell);
const isFlag = (cell: unknown): cell is Flag => FLAGS.has(cell);

/** A value of DuckDB's as one of ours. */
function plain(value: DuckDBValue): Cell {
  if (value === null || typeof value !== 'object') return value;
  if ('nanos' in value) return value.nanos;
  if ('bytes' in value) return value.bytes;
  if ('items' in value) return [...value.items].map((item) => toValue(plain(item)));
  return String(value);
}

const toValue = (cell: Cell | undefined): Value => (typeof cell === 'bigint' ? Number(cell) : (cell ?? null));
const nanos = (cell: Cell | undefined): Nanos | undefined => (typeof cell === 'bigint' ? cell : undefined);
const text = (cell: Cell | undefined): string | undefined => (typeof cell === 'string' ? cell : undefined);

/** How an item of a list that is kept as JSON becomes its value again. */
const ITEMS: Readonly<Record<string, (item: string) => Value>> = {
  flag: (item) => item === 'true',
  bytes: (item) => Buffer.from(String(JSON.parse(item)), 'base64'),
};

function valueReader({ type, items = 'number' }: FieldMetadata): (cell: Cell | undefined) => Value {
  const read = type === 'list' ? ITEMS[items] : undefined;
  if (read === undefined) return toValue;
  return (cell) => (Array.isArray(cell) ? cell.map((item) => (typeof item === 'string' ? read(item) : item)) : null);
}

/** What the rows are of. */
export interface RowShape {
  readonly instrument: string;
  readonly stream: string;
  readonly fields: Readonly<Record<string, FieldMetadata>>;
  /** Columns of flags. */
  readonly flags: readonly string[];
}

/** The rows of a chunk as samples; `names` are those of its columns. */
export function toSamples(chunk: DuckDBDataChunk, names: readonly string[], shape: RowShape): Sample[] {
  const { instrument, stream } = shape;
  const columns = new Map(names.map((name, i) => [name, chunk.getColumnValues(i).map(plain)]));
  const column = (name: string): Cells => columns.get(name) ?? [];
  const fields = Object.entries(shape.fields).map(([name, field]) => [name, column(name), valueReader(field)] as const);
  const flagsOf = flagsReader(shape.flags.map((name) => [name, column(name)]));
  const times = { own: column('time'), device: column('device_time'), driver: column('driver_time') };
  const [ports, qualities, calibrations] = [column('port_time'), column('quality'), column('calibration')];
  const logOf = logReader(column);
  return Array.from({ length: chunk.rowCount }, (_, row): Sample => {
    const time = nanos(times.own[row]) ?? 0n;
    const [port, device, calibration, log] = [
      nanos(ports[row]),
      nanos(times.device[row]),
      text(calibrations[row]),
      logOf(row),
    ];
    const quality = qualities[row];
    const values: Record<string, Value> = {};
    for (const [name, cells, read] of fields) values[name] = read(cells[row]);
    const flagged = flagsOf(row);
    return {
      instrument,
      stream,
      time,
      times: {
        ...(port !== undefined && { port }),
        ...(device !== undefined && { device }),
        driver: nanos(times.driver[row]) ?? time,
      },
      quality: isQuality(quality) ? quality : 'ok',
      values,
      ...(flagged && { flags: flagged }),
      ...(calibration !== undefined && { calibration }),
      ...(log && { log }),
    };
  });
}

/** Flags of a row; `undefined` where it has none. */
function flagsReader(columns: readonly (readonly [string, Cells])[]): (row: number) => Flags | undefined {
  return (row) => {
    const flags: Record<string, Flag> = {};
    let isFlagged = false;
    for (const [name, cells] of columns) {
      const flag = cells[row];
      if (!isFlag(flag)) continue;
      flags[name] = flag;
      isFlagged = true;
    }
    return isFlagged ? flags : undefined;
  };
}

function logReader(column: (name: string) => Cells): (row: number) => LogSpan | undefined {
  const links = column('log_link');
  const days = column('log_day');
  const offsets = column('log_offset');
  const lengths = column('log_length');
  return (row) => {
    const link = text(links[row]);
    const day = text(days[row]);
    if (day === undefined) return undefined;
    return { ...(link !== undefined && { link }), day, offset: Number(offsets[row]), length: Number(lengths[row]) };
  };
}
