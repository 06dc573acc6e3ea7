/** What is to be looked at, or taken away: of which stream which fields, and when. */
export interface Choice {
  readonly instrument: string;
  readonly stream: string;
  /** All where none are named. */
  readonly fields?: readonly string[];
  /** ISO-8601; absent where it begins or ends with what is stored. */
  readonly from?: string;
  readonly to?: string;
  /** A file without values that a quality test found suspect, failed or missing. */
  readonly goodOnly: boolean;
}

export const FORMATS = ['csv', 'jsonl', 'parquet', 'netcdf'] as const;
export type Format = (typeof FORMATS)[number];

export const FORMAT_TITLES: Readonly<Record<Format, string>> = {
  csv: 'CSV: for spreadsheets, R and pandas',
  jsonl: 'JSON lines: samples as scripts get them',
  parquet: 'Parquet: for DuckDB, pandas and polars',
  netcdf: 'NetCDF (CF-1.11): for xarray, MATLAB and archives',
};

const EXTENSIONS: Readonly<Record<Format, string>> = { csv: 'csv', jsonl: 'jsonl', parquet: 'parquet', netcdf: 'nc' };

/** `ctd_12m-ctd.nc` */
export const fileName = ({ instrument, stream }: Choice, format: Format): string =>
  `${instrument}-${stream}.${EXTENSIONS[format]}`;

const query = (given: Readonly<Record<string, string | undefined>>): string => {
  const known = Object.entries(given).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return new URLSearchParams(known).toString();
};

const streamPath = ({ instrument, stream }: Choice): string =>
  `/instruments/${encodeURIComponent(instrument)}/streams/${encodeURIComponent(stream)}`;

/** Where the API gives it as a file, seen from `/api/v1`. */
export const exportPath = (choice: Choice, format: Format): string =>
  `${streamPath(choice)}/export?${query({
    format,
    from: choice.from,
    to: choice.to,
    fields: choice.fields?.join(','),
    good_only: choice.goodOnly ? 'true' : undefined,
  })}`;

/** The numbers of each of so many stretches, without values that failed a test: the lines of the plots are drawn without them too. */
export const bucketsPath = (choice: Choice, buckets: number): string =>
  `${streamPath(choice)}/buckets?${query({
    from: choice.from,
    to: choice.to,
    buckets: String(buckets),
    fields: choice.fields?.join(','),
    without_failed: 'true',
  })}`;

export const samplesPath = (
  choice: Choice,
  { limit, newest }: { readonly limit: number; readonly newest: boolean },
): string =>
  `${streamPath(choice)}/samples?${query({
    from: choice.from,
    to: choice.to,
    fields: choice.fields?.join(','),
    limit: String(limit),
    order: newest ? 'newest' : 'time',
  })}`;

/** `5m` of the page's range as commands write how long ago that is. */
const ago = (last: string): string => `-${last.replace(/m$/, 'min')}`;

/** The same export from the command line; a stretch up to now is said as one. */
export const exportCommand = (choice: Choice, format: Format, last?: string): string =>
  [
    `sonde export ${choice.instrument} ${choice.stream}`,
    last !== undefined && `--from ${ago(last)}`,
    last === undefined && choice.from !== undefined && `--from ${choice.from}`,
    last === undefined && choice.to !== undefined && `--to ${choice.to}`,
    choice.fields !== undefined && `--fields ${choice.fields.join(',')}`,
    choice.goodOnly && '--good-only',
    format !== 'csv' && `--format ${format}`,
    `--out ${fileName(choice, format)}`,
  ]
    .filter((part) => part !== false)
    .join(' ');

/** How the file is read in Python. */
export function pythonLine(choice: Choice, format: Format): string {
  const file = `'${fileName(choice, format)}'`;
  switch (format) {
    case 'csv':
      return `pandas.read_csv(${file}, parse_dates=['time'], index_col='time')`;
    case 'jsonl':
      return `pandas.read_json(${file}, lines=True)`;
    case 'parquet':
      return `pandas.read_parquet(${file})`;
    case 'netcdf':
      return `xarray.open_dataset(${file})`;
  }
}
