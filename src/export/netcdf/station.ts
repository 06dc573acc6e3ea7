import type { DayMetadata } from '../../store/day-metadata.ts';
import type { NcAttributes, NcVariable } from './netcdf-file.ts';
import { textDimension } from './variables.ts';

/** A variable with a single value. */
export interface SingleVariable extends NcVariable {
  readonly value: ArrayBufferView;
}

/** Where and what the instrument is. */
export interface Station {
  readonly variables: readonly SingleVariable[];
  /** Those of them that are coordinates. */
  readonly coordinates: readonly string[];
  /** The one that describes the instrument. */
  readonly instrument: string;
}

/** A name that nothing else has. */
export const freeName = (name: string, taken: ReadonlySet<string>, before = 'deployment'): string =>
  taken.has(name) ? freeName(`${before}_${name}`, taken, before) : name;

const scalar = (name: string, value: number, attributes: NcAttributes): SingleVariable => ({
  name,
  type: 'double',
  dimensions: [],
  attributes,
  value: Float64Array.of(value),
});

/** The variables of a time series at one place (CF 9, H.2): its identity, its place, its instrument. */
export function station({ instrument, stream, calibrations }: DayMetadata, taken: ReadonlySet<string>): Station {
  const free = (name: string): string => freeName(name, taken);
  const id = Buffer.from(`${instrument.id}.${stream.name}`);
  const identity: SingleVariable = {
    name: free('timeseries_id'),
    type: 'char',
    dimensions: [textDimension(id.length)],
    attributes: { long_name: 'Identity of the time series', cf_role: 'timeseries_id' },
    value: id,
  };
  const { latitude, longitude, depth } = instrument.position ?? {};
  const coordinates = [
    ...(latitude === undefined
      ? []
      : [
          scalar(free('latitude'), latitude, {
            long_name: 'Latitude',
            standard_name: 'latitude',
            units: 'degrees_north',
            axis: 'Y',
          }),
        ]),
    ...(longitude === undefined
      ? []
      : [
          scalar(free('longitude'), longitude, {
            long_name: 'Longitude',
            standard_name: 'longitude',
            units: 'degrees_east',
            axis: 'X',
          }),
        ]),
    ...(depth === undefined
      ? []
      : [
          scalar(free('depth'), depth, {
            long_name: 'Depth of the instrument',
            standard_name: 'depth',
            units: 'm',
            positive: 'down',
            axis: 'Z',
          }),
        ]),
  ];
  const device: SingleVariable = {
    name: free('instrument'),
    type: 'byte',
    dimensions: [],
    attributes: {
      long_name: instrument.name ?? instrument.id,
      make_model: `${instrument.maker} ${instrument.model}`,
      kind: instrument.kind,
      ...(instrument.serial_number !== undefined && { serial_number: instrument.serial_number }),
      ...calibrationAttributes(calibrations),
    },
    value: Int8Array.of(0),
  };
  return {
    variables: [identity, ...coordinates, device],
    coordinates: coordinates.map(({ name }) => name),
    instrument: device.name,
  };
}

/** The calibrations that derived values were made with: the newest date for people, all of them for programs. */
function calibrationAttributes(calibrations: DayMetadata['calibrations']): NcAttributes {
  const all = Object.values(calibrations);
  if (all.length === 0) return {};
  const dates = all.flatMap(({ date }) => (date === undefined ? [] : [date])).sort();
  return {
    ...(dates.length > 0 && { calibration_date: dates.at(-1)! }),
    calibrations: JSON.stringify(calibrations),
  };
}
