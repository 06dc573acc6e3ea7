import { type Nanos, SECOND, toIso } from '../../kit/time.ts';
import { version } from '../../kit/version.ts';
import type { Measured } from '../measure.ts';
import type { Source } from '../source.ts';
import type { NcAttributes } from './netcdf-file.ts';

/** What the operator knows and Sonde does not, such as `license`; it goes before what Sonde says. */
export type OwnAttributes = Readonly<Record<string, string>>;

const whole = (time: Nanos): string => toIso(time - (time % 1_000_000n));

/** ISO 8601, to a millisecond. */
const duration = (time: Nanos): string => `PT${Number((time * 1000n) / SECOND) / 1000}S`;

/** What the file says of itself: CF 2.6, 9.4, and the attributes of ACDD-1.3. */
export function globalAttributes(source: Source, measured: Measured, now: Nanos, own: OwnAttributes): NcAttributes {
  const { about, rows, columns, wanted } = source;
  const { instrument, stream, definitions } = about;
  const { first, last } = measured;
  const device = `${instrument.maker} ${instrument.model}`;
  const names = columns.flatMap(({ field }) => (field?.cf === undefined ? [] : [field.cf]));
  const called = instrument.name ?? instrument.id;
  const removed = wanted.goodOnly ? ' Values flagged as suspect, failed or missing were left out.' : '';
  return {
    Conventions: 'CF-1.11, ACDD-1.3',
    featureType: 'timeSeries',
    cdm_data_type: 'TimeSeries',
    title: `${stream.title} of ${called}`,
    summary: `Stream '${stream.name}' of the instrument '${called}' (${device}) from ${whole(first)} to ${whole(last)}: values as decoded from its output and derived from them, with quality flags (QARTOD).${removed}`,
    keywords: [...new Set([...names, instrument.maker, instrument.model, stream.title])].join(', '),
    id: `${instrument.id}.${stream.name}`,
    source: `in situ observations by ${device}${instrument.serial_number === undefined ? '' : `, serial number ${instrument.serial_number}`}`,
    instrument: device,
    ...(instrument.site !== undefined && { platform: instrument.site }),
    processing_level: `decoded from the instrument's own output and quality flagged.${removed}`,
    history: `${whole(now)} written by Sonde ${version} from Parquet files; decoded by ${definitions.join(', ')}`,
    product_version: definitions.at(-1) ?? version,
    date_created: whole(now),
    standard_name_vocabulary: 'CF Standard Name Table v85',
    time_coverage_start: toIso(first),
    time_coverage_end: toIso(last),
    time_coverage_duration: duration(last - first),
    ...(rows > 1 && { time_coverage_resolution: duration((last - first) / BigInt(rows - 1)) }),
    ...position(source),
    ...own,
  };
}

function position({ about }: Source): NcAttributes {
  const { position: at } = about.instrument;
  if (at === undefined) return {};
  const [latitude, longitude] = [Float64Array.of(at.latitude), Float64Array.of(at.longitude)];
  const depth = at.depth === undefined ? undefined : Float64Array.of(at.depth);
  return {
    geospatial_lat_min: latitude,
    geospatial_lat_max: latitude,
    geospatial_lat_units: 'degrees_north',
    geospatial_lon_min: longitude,
    geospatial_lon_max: longitude,
    geospatial_lon_units: 'degrees_east',
    ...(depth && {
      geospatial_vertical_min: depth,
      geospatial_vertical_max: depth,
      geospatial_vertical_units: 'm',
      geospatial_vertical_positive: 'down',
    }),
  };
}
