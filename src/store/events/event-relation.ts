import { named, quoted, quotedList } from '../duck.ts';

/** How a column stands in the closed files, and how it is read from a line. */
const COLUMNS = {
  time: ['TIMESTAMP_NS', 'time'],
  instrument: ['VARCHAR', 'instrument'],
  type: ['VARCHAR', '"type"'],
  level: ['VARCHAR', 'level'],
  by: ['VARCHAR', '"by"'],
  subject: ['VARCHAR', 'subject'],
  text: ['VARCHAR', '"text"'],
  count: ['BIGINT', '"count"'],
  until: ['TIMESTAMP_NS', '"until"'],
  log_link: ['VARCHAR', "log->>'link'"],
  log_day: ['VARCHAR', "log->>'day'"],
  log_offset: ['BIGINT', "CAST(log->>'offset' AS BIGINT)"],
  details: ['VARCHAR', 'CAST(details AS VARCHAR)'],
} as const;

/** The columns of a closed file, in their order. */
export const EVENT_COLUMNS = Object.keys(COLUMNS).map(named).join(', ');

const LINE = {
  time: 'TIMESTAMP_NS',
  instrument: 'VARCHAR',
  type: 'VARCHAR',
  level: 'VARCHAR',
  by: 'VARCHAR',
  subject: 'VARCHAR',
  text: 'VARCHAR',
  count: 'BIGINT',
  until: 'TIMESTAMP_NS',
  log: 'JSON',
  details: 'JSON',
} as const;

const structOf = (fields: Readonly<Record<string, string>>): string =>
  `{${Object.entries(fields).map(([name, type]) => `${quoted(name)}: ${quoted(type)}`)}}`;

/** The longest line, in bytes. */
const LONGEST = 16 << 20;

/** Files of lines, with the columns of a closed file; what is no whole event, such as a line that is just being written, is left out. */
export const linesOf = (paths: readonly string[]): string =>
  `(SELECT ${Object.entries(COLUMNS)
    .map(([name, [type, from]]) => `CAST(${from} AS ${type}) AS ${named(name)}`)
    .join(
      ', ',
    )} FROM read_json(${quotedList(paths)}, format = 'newline_delimited', columns = ${structOf(LINE)}, ignore_errors = true,
    maximum_object_size = ${LONGEST}) WHERE time IS NOT NULL AND details IS NOT NULL)`;

/** Closed files. A later version may have added columns. */
export const closedOf = (paths: readonly string[]): string =>
  `(SELECT ${EVENT_COLUMNS} FROM read_parquet(${quotedList(paths)}, union_by_name = true))`;
