import { basename } from 'node:path';
import type { ColumnType } from '../store/columns.ts';
import { type ExportColumn, titleOf } from './columns.ts';
import type { Source } from './source.ts';

/** XML Schema's names, as "CSV on the Web" uses them. */
const DATA_TYPES: Readonly<Record<ColumnType, string>> = {
  TIMESTAMP_NS: 'dateTime',
  VARCHAR: 'string',
  DOUBLE: 'double',
  BIGINT: 'long',
  BOOLEAN: 'boolean',
  BLOB: 'base64Binary',
  UTINYINT: 'unsignedByte',
  'DOUBLE[]': 'json',
  'BIGINT[]': 'json',
  'VARCHAR[]': 'json',
};

/** Where CF's standard names are explained. */
const STANDARD_NAMES = 'http://vocab.nerc.ac.uk/standard_name/';

const describeColumn = (column: ExportColumn, { about }: Source): object => ({
  name: column.name,
  titles: column.name,
  'dc:description': titleOf(column, about.fields),
  datatype: DATA_TYPES[column.type],
  ...(column.field?.cf !== undefined && { propertyUrl: `${STANDARD_NAMES}${column.field.cf}/` }),
  ...(column.field?.unit !== undefined && { 'schema:unitText': column.field.unit }),
});

/** What a CSV file cannot say itself: types, units, standard names (W3C, "Model for Tabular Data and Metadata on the Web", 2015). */
export const csvDescription = (source: Source, path: string): object => {
  const { instrument, stream, definitions } = source.about;
  return {
    '@context': 'http://www.w3.org/ns/csvw',
    url: basename(path),
    'dc:title': `${stream.title} of ${instrument.name ?? instrument.id}`,
    'dc:source': `${instrument.maker} ${instrument.model}`,
    'dc:provenance': definitions.join(', '),
    tableSchema: { columns: source.columns.map((column) => describeColumn(column, source)) },
  };
};
