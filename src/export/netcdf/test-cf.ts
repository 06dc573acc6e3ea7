import type { FoundFile, FoundVariable } from '../test-export.ts';

/** What is wrong with a file by one rule of the CF Conventions 1.11; nothing where it is kept. */
type Rule = (file: FoundFile) => readonly string[];

const isText = ({ type }: FoundVariable): boolean => type === '|S1';
const words = (value: unknown): string[] => (typeof value === 'string' && value !== '' ? value.split(' ') : []);
const each =
  (rule: (variable: FoundVariable, name: string, file: FoundFile) => string | undefined): Rule =>
  (file) =>
    Object.entries(file.variables).flatMap(([name, variable]) => {
      const wrong = rule(variable, name, file);
      return wrong === undefined ? [] : [`${name}: ${wrong}`];
    });

/** All values of some variables must be names of variables. */
const names = (attribute: string): Rule =>
  each(({ attributes }, _, { variables }) => {
    const lost = words(attributes[attribute]).filter((name) => variables[name] === undefined);
    return lost.length > 0 ? `${attribute} names ${lost.join(', ')}, which is not there` : undefined;
  });

const when = (condition: boolean | undefined, wrong: string): string | undefined => (condition ? wrong : undefined);
const list = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** The rules of CF-1.11 that concern time series at one place, by the section that has them. */
export const CF_RULES: Readonly<Record<string, Rule>> = {
  '2.2 types': each(({ type }) => when(!['|S1', 'int8', 'int32', 'int64', 'float64'].includes(type), `is of ${type}`)),
  '2.3 names': (file) =>
    [...Object.keys(file.variables), ...Object.keys(file.dimensions)].filter((name) => !/^[A-Za-z]\w*$/.test(name)),
  '2.4 the unlimited dimension comes first': each(({ dimensions }, _, file) =>
    when(
      dimensions.slice(1).some((name) => file.dimensions[name]?.unlimited),
      'has it behind another',
    ),
  ),
  '2.5.1 a coordinate misses no value': each(({ attributes, values, type }, name) =>
    when(
      ['time', 'latitude', 'longitude'].includes(name) &&
        (attributes._FillValue !== undefined ||
          type !== 'float64' ||
          values.some((value) => typeof value !== 'number')),
      'may miss some',
    ),
  ),
  '2.5.1 actual_range holds all values': each(({ attributes, values }) => {
    const [low, high] = list(attributes.actual_range).map(Number);
    if (low === undefined || high === undefined) return undefined;
    const numbers = values
      .flat()
      .filter((value) => value !== attributes._FillValue)
      .map(Number)
      .filter(Number.isFinite);
    return when(Math.min(...numbers) !== low || Math.max(...numbers) !== high, `is ${low} to ${high}`);
  }),
  '2.5.1 no value lies outside of valid_min and valid_max': each(({ attributes, values }) => {
    const [low, high] = [Number(attributes.valid_min ?? -Infinity), Number(attributes.valid_max ?? Infinity)];
    const outside = values
      .flat()
      .filter((value) => value !== attributes._FillValue && (Number(value) < low || Number(value) > high));
    return when(outside.length > 0, `has ${outside.join(', ')}`);
  }),
  '2.6.1 Conventions': ({ attributes }) =>
    words(String(attributes.Conventions).replace(',', '')).includes('CF-1.11') ? [] : [String(attributes.Conventions)],
  '2.6.2 title, source, history': ({ attributes }) =>
    ['title', 'source', 'history'].filter((name) => typeof attributes[name] !== 'string'),
  '3.1 units of what has a dimension': each(({ attributes }) =>
    when(
      attributes.standard_name !== undefined &&
        attributes.units === undefined &&
        !/flag$/.test(String(attributes.standard_name)),
      'has none',
    ),
  ),
  '3.2 long_name or standard_name': each(({ attributes }) =>
    when(attributes.long_name === undefined && attributes.standard_name === undefined, 'has neither'),
  ),
  '3.3 standard names': each(({ attributes }) =>
    when(
      attributes.standard_name !== undefined && !/^[a-z][a-z0-9_]*$/.test(String(attributes.standard_name)),
      'is none',
    ),
  ),
  '3.4 ancillary_variables': names('ancillary_variables'),
  '3.5 flags': each(({ attributes, type, values }) => {
    if (attributes.flag_values === undefined) return undefined;
    const allowed = [...list(attributes.flag_values), ...list(attributes._FillValue)];
    if (type !== 'int8' || list(attributes.flag_values).length !== words(attributes.flag_meanings).length)
      return 'do not fit';
    return when(
      values.some((value) => !allowed.includes(value)),
      'has values without a meaning',
    );
  }),
  '4.1, 4.2 latitude and longitude': ({ variables: { latitude, longitude } }) => [
    ...(latitude?.attributes.units === 'degrees_north' ? [] : ['latitude']),
    ...(longitude?.attributes.units === 'degrees_east' ? [] : ['longitude']),
  ],
  '4.3 vertical': each(({ attributes }, name) =>
    when(
      attributes.axis === 'Z' && attributes.positive !== 'down' && attributes.positive !== 'up',
      `${name} goes where?`,
    ),
  ),
  '4.4 time': ({ variables: { time } }) =>
    time?.attributes.units === 'seconds since 1970-01-01T00:00:00Z' && time.attributes.calendar === 'standard'
      ? []
      : ['time'],
  '5 coordinates': names('coordinates'),
  '5 a text is no data variable with coordinates of numbers': each((variable) =>
    when(isText(variable) && variable.dimensions.length === 0, 'has no dimension for its characters'),
  ),
  '9.4 featureType': ({ attributes }) =>
    attributes.featureType === 'timeSeries' ? [] : [String(attributes.featureType)],
  '9.5 one variable with cf_role': ({ variables }) => {
    const found = Object.values(variables).filter(({ attributes }) => attributes.cf_role === 'timeseries_id');
    return found.length === 1 ? [] : [`${found.length} have it`];
  },
};

/** The attributes of ACDD-1.3 that are highly recommended or recommended, and that Sonde can know. */
export const ACDD_ATTRIBUTES: readonly string[] = [
  'title',
  'summary',
  'keywords',
  'Conventions',
  'id',
  'history',
  'source',
  'processing_level',
  'standard_name_vocabulary',
  'date_created',
  'geospatial_lat_min',
  'geospatial_lat_max',
  'geospatial_lon_min',
  'geospatial_lon_max',
  'geospatial_vertical_min',
  'geospatial_vertical_max',
  'geospatial_vertical_positive',
  'time_coverage_start',
  'time_coverage_end',
  'time_coverage_duration',
  'time_coverage_resolution',
  'platform',
  'instrument',
  'cdm_data_type',
  'product_version',
];
