import type { ColumnType } from '../../store/columns.ts';
import type { ExportFormat } from '../export-samples.ts';

/** How ERDDAP reads files of a format. */
export interface DatasetType {
  readonly type: string;
  readonly extension: string;
  /** Tags of this type alone, in the order of ERDDAP's documentation. */
  readonly tags: Readonly<Record<string, string>>;
  /** What ERDDAP calls the values of a column; a column without a type cannot be served. */
  readonly dataTypes: Partial<Readonly<Record<ColumnType, string>>>;
  /** How the time is found, of what type it is, and in what units. */
  readonly time: (name: string) => { readonly source: string; readonly type: string; readonly units: string };
  /** The files say themselves what their variables are. */
  readonly isDescribed: boolean;
}

const SCALARS = {
  VARCHAR: 'String',
  BLOB: 'String',
  DOUBLE: 'double',
  BIGINT: 'long',
  BOOLEAN: 'boolean',
  UTINYINT: 'byte',
} as const;
const LISTS_AS_TEXT = { 'DOUBLE[]': 'String', 'BIGINT[]': 'String', 'VARCHAR[]': 'String' } as const;

const SECONDS = 'seconds since 1970-01-01T00:00:00Z';
const isoTime = (name: string) => ({ source: name, type: 'String', units: "yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSSZ" });

/** The dataset types of ERDDAP for our formats (ERDDAP, "Working with the datasets.xml file"); it reads no JSON objects. */
export const DATASET_TYPES: Readonly<Record<Exclude<ExportFormat, 'jsonl'>, DatasetType>> = {
  csv: {
    type: 'EDDTableFromAsciiFiles',
    extension: 'csv',
    tags: { charset: 'UTF-8', columnSeparator: ',', columnNamesRow: '1', firstDataRow: '2' },
    dataTypes: { ...SCALARS, ...LISTS_AS_TEXT },
    time: isoTime,
    isDescribed: false,
  },
  jsonlcsv: {
    type: 'EDDTableFromJsonlCSVFiles',
    extension: 'jsonl',
    tags: {},
    dataTypes: { ...SCALARS, ...LISTS_AS_TEXT },
    time: isoTime,
    isDescribed: false,
  },
  parquet: {
    type: 'EDDTableFromParquetFiles',
    extension: 'parquet',
    tags: {},
    dataTypes: SCALARS,
    // The column holds nanoseconds, which ERDDAP does not know as a unit of time (its issue 216).
    time: (name) => ({ source: `=row.columnDouble("${name}")/1000000000.0`, type: 'double', units: SECONDS }),
    isDescribed: false,
  },
  netcdf: {
    type: 'EDDTableFromMultidimNcFiles',
    extension: 'nc',
    tags: {},
    dataTypes: { ...SCALARS, BOOLEAN: 'byte' },
    time: (name) => ({ source: name, type: 'double', units: SECONDS }),
    isDescribed: true,
  },
};
