import type { ExportColumn } from '../columns.ts';
import { flagsOf, titleOf } from '../columns.ts';
import type { ExportFormat } from '../export-samples.ts';
import { flagStandardName } from '../netcdf/flags.ts';
import { freeName } from '../netcdf/station.ts';
import type { Source } from '../source.ts';
import { DATASET_TYPES, type DatasetType } from './dataset-types.ts';
import { ioosCategory } from './ioos-category.ts';
import { branch, escaped, leaf } from './xml.ts';

export interface DatasetOptions {
  /** The folder with the files, as ERDDAP sees it. */
  readonly folder: string;
  /** What the operator knows: `institution`, `infoUrl`, `license` and others. */
  readonly attributes?: Readonly<Record<string, string>>;
}

type Attributes = Readonly<Record<string, string>>;

interface Variable {
  readonly source: string;
  readonly name: string;
  readonly type: string;
  readonly attributes: Attributes;
}

const attributeLines = (attributes: Attributes): string[] =>
  Object.entries(attributes).map(([name, value]) => {
    const type = name === 'flag_values' ? ' type="byteList"' : '';
    return `<att name="${escaped(name)}"${type}>${escaped(value)}</att>`;
  });

const variableLines = ({ source, name, type, attributes }: Variable): string[] =>
  branch('dataVariable', [
    leaf('sourceName', source),
    leaf('destinationName', name),
    leaf('dataType', type),
    ...branch('addAttributes', attributeLines(attributes)),
  ]);

/**
 * A piece of ERDDAP's datasets.xml that serves files of a stream (ERDDAP 2.25, "Working with the datasets.xml file"). What only the
 * operator can know, and did not say, is `???`, as ERDDAP's own tool writes it.
 */
export function erddapDataset(source: Source, format: Exclude<ExportFormat, 'jsonl'>, options: DatasetOptions): string {
  const dataset = DATASET_TYPES[format];
  const { about } = source;
  const { instrument, stream } = about;
  const variables = [
    ...stationVariables(source, dataset),
    ...source.columns.flatMap((one) => columnVariable(one, source, dataset)),
  ];
  const left = source.columns.filter(
    (column) => dataset.dataTypes[column.type] === undefined && column.type !== 'TIMESTAMP_NS',
  );
  const comment =
    left.length > 0
      ? [`<!-- lists, which ERDDAP does not serve from these files: ${left.map(({ name }) => name).join(', ')} -->`]
      : [];
  const lines = branch(
    'dataset',
    [
      leaf('reloadEveryNMinutes', '1440'),
      leaf('updateEveryNMillis', '10000'),
      leaf('fileDir', options.folder.replace(/\/?$/, '/')),
      leaf('fileNameRegex', `[^.].*\\.${dataset.extension}`),
      leaf('recursive', 'false'),
      leaf('pathRegex', '.*'),
      leaf('metadataFrom', 'last'),
      leaf('standardizeWhat', '0'),
      ...Object.entries(dataset.tags).map(([tag, value]) => leaf(tag, value)),
      leaf('sortFilesBySourceNames', ''),
      leaf('fileTableInMemory', 'false'),
      ...branch('addAttributes', attributeLines(globalAttributes(source, options))),
      ...comment,
      ...variables.flatMap(variableLines),
    ],
    { type: dataset.type, datasetID: `${instrument.id}_${stream.name}`, active: 'true' },
  );
  return `${lines.join('\n')}\n`;
}

function globalAttributes({ about }: Source, { attributes }: DatasetOptions): Attributes {
  const { instrument, stream } = about;
  const called = instrument.name ?? instrument.id;
  const isPlaced = instrument.position !== undefined;
  return {
    cdm_data_type: isPlaced ? 'TimeSeries' : 'Other',
    ...(isPlaced && { cdm_timeseries_variables: 'timeseries_id, latitude, longitude' }),
    ...(isPlaced && { subsetVariables: 'timeseries_id, latitude, longitude' }),
    Conventions: 'COARDS, CF-1.11, ACDD-1.3',
    infoUrl: '???',
    institution: instrument.site ?? '???',
    license: '[standard]',
    sourceUrl: '(local files)',
    standard_name_vocabulary: 'CF Standard Name Table v85',
    summary: `${stream.title} of ${called} (${instrument.maker} ${instrument.model}), with quality flags (QARTOD).`,
    title: `${stream.title} of ${called}`,
    ...attributes,
  };
}

/** Identity and place: in the files of some formats, else the same for all rows. */
function stationVariables({ about, columns }: Source, { isDescribed }: DatasetType): Variable[] {
  const { id, position } = about.instrument;
  if (position === undefined) return [];
  const taken = new Set(columns.map(({ name }) => name));
  const own = (name: string, fixed: string, type: string, attributes: Attributes): Variable => ({
    source: isDescribed ? freeName(name, taken) : `=${fixed}`,
    name: freeName(name, taken),
    type,
    attributes,
  });
  const { latitude, longitude, depth } = position;
  return [
    own('timeseries_id', JSON.stringify(`${id}.${about.stream.name}`), 'String', {
      cf_role: 'timeseries_id',
      ioos_category: 'Identifier',
      long_name: 'Identity of the time series',
    }),
    own('latitude', `${latitude}`, 'double', {
      ioos_category: 'Location',
      long_name: 'Latitude',
      standard_name: 'latitude',
      units: 'degrees_north',
    }),
    own('longitude', `${longitude}`, 'double', {
      ioos_category: 'Location',
      long_name: 'Longitude',
      standard_name: 'longitude',
      units: 'degrees_east',
    }),
    ...(depth === undefined
      ? []
      : [
          own('depth', `${depth}`, 'double', {
            ioos_category: 'Location',
            long_name: 'Depth of the instrument',
            positive: 'down',
            standard_name: 'depth',
            units: 'm',
          }),
        ]),
  ];
}

const FLAGS: Attributes = { flag_values: '1, 2, 3, 4, 9', flag_meanings: 'PASS NOT_EVALUATED SUSPECT FAIL MISSING' };

function columnVariable(column: ExportColumn, { about, columns }: Source, dataset: DatasetType): Variable[] {
  const { name, field, flag } = column;
  const described = { ioos_category: ioosCategory(column), long_name: titleOf(column, about.fields) };
  if (column.type === 'TIMESTAMP_NS') {
    const { source, type, units } = dataset.time(name);
    const attributes = { ...described, ...(name === 'time' && { standard_name: 'time' }), units };
    return [{ source, name, type, attributes }];
  }
  const type = name === 'quality' && dataset.isDescribed ? 'byte' : dataset.dataTypes[column.type];
  if (type === undefined) return [];
  const flags = flagsOf(name, columns);
  const attributes: Attributes = {
    ...described,
    ...(field?.unit !== undefined && { units: field.unit }),
    ...(field?.cf !== undefined && { standard_name: field.cf }),
    ...(flags.length > 0 && { ancillary_variables: flags.join(' ') }),
    ...(flag && { ...FLAGS, standard_name: flagStandardName(flag.test) }),
  };
  return [{ source: name, name, type, attributes }];
}
